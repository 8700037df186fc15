"""How many tokens a text has, counted with a model's own vocabulary and nothing else of it.

Owns a counter that can be sent to worker processes: it carries the path, and loads the
vocabulary (no weights, some 30 MB) in whichever process first counts.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.llama.gguf_model import GgufModel

__all__ = ["GgufTokenCounter"]

_WORD = re.compile(r"[^ \t\r\n]+")  # what every tokenizer takes for a space; no more
_MOST_REMEMBERED = 500_000


class GgufTokenCounter:
    """Counts tokens, special ones at both ends not included.

    Words are counted one by one and remembered: few words make up most of any text (Zipf), so a
    corpus costs little more than its distinct words. For WordPiece vocabularies (BERT and its
    kin) the sum is exact, since they split at white space first. For byte-pair vocabularies each
    word is counted with the space before it; runs of white space and line breaks, which may cost
    tokens of their own, are not counted, so that the sum is a little low (about one token per
    paragraph).

    Args:
        path: A GGUF file.

    Counting is for one thread at a time in each process; the counter can be pickled.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._model: GgufModel | None = None
        self._before = ""
        self._counts: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        """The number of tokens in ``text``.

        Raises:
            ModelFileError: The file is missing or no GGUF.
        """
        counts, total = self._counts, 0
        words = _WORD.findall(text)
        try:
            return sum(map(counts.__getitem__, words))
        except KeyError:
            pass  # a word that was not seen before
        for word in words:
            count = counts.get(word)
            if count is None:
                count = self._count(word)
            total += count
        return total

    def __reduce__(self) -> tuple[type[GgufTokenCounter], tuple[Path]]:
        """Travel as the path alone."""
        return (type(self), (self.path,))

    def _count(self, word: str) -> int:
        model = self._model or self._load()
        count = len(model.tokenize(self._before + word, add_special=False))
        if len(self._counts) >= _MOST_REMEMBERED:
            self._counts.clear()
        self._counts[word] = count
        return count

    def _load(self) -> GgufModel:
        # 0.15 s and 30 MB: only where something is counted
        from index.llama.gguf_model import GgufModel, quiet_llama_logging

        quiet_llama_logging(to_stderr=False)
        self._model = GgufModel(self.path, vocabulary_only=True)
        # WordPiece ignores the space; a byte-pair vocabulary has most words with it in front
        self._before = " "
        return self._model
