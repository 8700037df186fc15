"""What a person touches: the command line in ``cli/``, the terminal app in ``app/``.

Both are thin: neither owns a rule that the other would need; they call ``workbench``.
"""
