"""The truth about a library: one DuckDB file, behind a small room for each kind of row.

Everything in ``index/`` of a library folder is derived from here and may be deleted.
"""
