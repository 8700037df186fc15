"""The front door: one object that does everything the front ends do.

    from workbench import Library

    with Library.open("~/thesis") as library:
        library.ingest(["~/papers"])
        print(library.ask("Does late interaction pay on a CPU?").text)

Each part of it (``workbench.front``) only calls those whose work it is. All methods are safe from
any thread.
"""

from __future__ import annotations

from workbench.front.asking import AnswerDoor
from workbench.front.corrections import CorrectionDoor
from workbench.front.exports import ExportDoor
from workbench.front.keeping import KeepingDoor
from workbench.front.models import ModelDoor
from workbench.front.papers import PaperDoor
from workbench.front.removing import RemovalDoor
from workbench.front.searching import SearchDoor

__all__ = ["Library"]


class Library(
    RemovalDoor,
    ModelDoor,
    PaperDoor,
    CorrectionDoor,
    KeepingDoor,
    SearchDoor,
    AnswerDoor,
    ExportDoor,
):
    """One library: a folder with a catalogue and the indexes derived from it.

    Use ``Library.open``. One process may have a library open at a time.
    """
