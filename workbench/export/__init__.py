"""Taking things out of a library: answers as Markdown, papers as bibliographies.

Each format has a file of its own. Text from papers is untrusted here as everywhere: every format
escapes it, so that a title cannot become markup, a field or a path.
"""
