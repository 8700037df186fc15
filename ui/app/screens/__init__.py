"""Whole screens, one to a file: the desk with its places, and one open paper."""
