"""The parts of the front door; ``workbench.library`` puts them together."""
