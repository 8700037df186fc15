"""The two indexes of a library, kept in step with its catalogue.

Owns when an index is opened, changed and saved, and that what is on disk is never trusted to match
the catalogue unless it says so. Each index carries the catalogue's generation it was saved at.
Where the two differ, because a process was killed, a file was deleted or damaged, or another model
made it, the index is brought up to the catalogue, which is the truth, in the background
(``workbench/filling.py``): words that are in already are found meanwhile, and what is missing is
said. An index that is only part of generation ``g`` carries ``-g``.
"""

from __future__ import annotations

from workbench.indexes.both import Indexes

__all__ = ["Indexes"]
