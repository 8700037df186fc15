"""A writer behind ``index``'s model host.

Owns asking the model; ``prompts`` owns what it is asked and what it may write.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from index.model_host import ModelHost
from workbench.answer.cancelling import raise_if_cancelled
from workbench.answer.prompts import Prompt, build_prompt, prompt_file_for

__all__ = ["ModelWriter"]


class ModelWriter:
    """Writes with a local language model; its output can only cite what it was given.

    Args:
        name: The model's name; it chooses the prompt file.
        host: The model's process.
    """

    def __init__(self, name: str, host: ModelHost) -> None:
        self._name = name
        self.host = host
        self._file = prompt_file_for(name)

    @property
    def name(self) -> str:
        """The model's name, as answers show it."""
        return self._name

    def write(
        self,
        question: str,
        quotes: Sequence[str],
        labels: Sequence[str],
        on_text: Callable[[str], None],
        cancel: threading.Event | None,
    ) -> str:
        """Lines of prose, each ended by ``[n]`` marks; a line cut by a limit has none.

        Raises:
            CancelledError: ``cancel`` was set while it wrote.
            ModelError: The model could not write.
        """
        prompt = build_prompt(self._file, question, quotes, labels)
        return self.follow(prompt, on_text, cancel)

    def follow(
        self,
        prompt: Prompt,
        on_text: Callable[[str], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> str:
        """What the model writes for a prompt.

        Raises:
            CancelledError: ``cancel`` was set while it wrote.
            ModelError: The model could not write.
        """
        generation = self.host.generate(
            prompt.messages,
            max_tokens=prompt.max_tokens,
            grammar=prompt.grammar,
            repeat_penalty=prompt.repeat_penalty,
            on_token=on_text,
            cancel=cancel,
        )
        raise_if_cancelled(cancel)
        return generation.text
