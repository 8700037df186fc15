"""Close reading of what stands first: a cascade of stages, cheap before dear, within a budget."""
