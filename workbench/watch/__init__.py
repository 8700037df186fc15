"""Noticing by itself that something changed in the library's folders."""
