"""Widgets, one to a file, each with its own CSS. A widget knows messages, never a library."""
