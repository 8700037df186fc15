"""Passages in, ranked passages out, and the processes that hold the models.

``lexical`` finds by words (tantivy), ``dense`` by meaning (exact or hnswlib), ``fusion`` makes one
list of several; ``model_host`` runs a GGUF in a child process for ``embedder`` and for whoever
writes. Both indexes follow ``protocols``. Nothing here knows a database, a PDF or a screen, and
nothing is imported before it is asked for (PEP 562).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.dense import DenseIndex
    from index.embedder import Embedder
    from index.fusion import FusedPassage, fuse_convex, fuse_reciprocal
    from index.lexical import FieldWeights, LexicalIndex
    from index.model_host import ModelHost
    from index.model_spec import Generation, ModelInfo, ModelSpec, Priority
    from index.protocols import LexicalDocument, MeaningIndex, ScoredPassage, WordIndex
    from index.tokens import GgufTokenCounter

__all__ = [
    "DenseIndex",
    "Embedder",
    "FieldWeights",
    "FusedPassage",
    "Generation",
    "GgufTokenCounter",
    "LexicalDocument",
    "LexicalIndex",
    "MeaningIndex",
    "ModelHost",
    "ModelInfo",
    "ModelSpec",
    "Priority",
    "ScoredPassage",
    "WordIndex",
    "fuse_convex",
    "fuse_reciprocal",
]

_HOMES = {
    "DenseIndex": "dense",
    "Embedder": "embedder",
    "FieldWeights": "lexical",
    "FusedPassage": "fusion",
    "Generation": "model_spec",
    "GgufTokenCounter": "tokens",
    "LexicalDocument": "protocols",
    "LexicalIndex": "lexical",
    "MeaningIndex": "protocols",
    "ModelHost": "model_host",
    "ModelInfo": "model_spec",
    "ModelSpec": "model_spec",
    "Priority": "model_spec",
    "ScoredPassage": "protocols",
    "WordIndex": "protocols",
    "fuse_convex": "fusion",
    "fuse_reciprocal": "fusion",
}


def __getattr__(name: str) -> object:
    """Import what is asked for, when it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
