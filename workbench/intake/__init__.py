"""How papers get in: survey the folders, read what changed, link, embed.

``runner.py`` is the whole way in order; each step is a file of its own.
"""
