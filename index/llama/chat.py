"""A conversation into the prompt that the model was trained on.

Owns the file's own chat template, and the rule that text from outside never becomes a control
token: a paper that spells out the end-of-turn mark stays a paper that spells it out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.errors import ModelRequestError
from index.llama.gguf_model import GgufModel
from index.model_spec import Message

__all__ = ["ChatPrompts"]


class ChatPrompts:
    """Renders conversations with one model's template."""

    def __init__(self, model: GgufModel) -> None:
        from llama_cpp import llama_chat_format

        self._model = model
        spelt = sorted(model.control_tokens(), key=len, reverse=True)
        # one character alone cannot be broken up, and is no mark of a turn either
        marks = [re.escape(mark) for mark in spelt if len(mark) > 1]
        self._control = re.compile("|".join(marks)) if marks else None
        self._formatter = (
            llama_chat_format.Jinja2ChatFormatter(
                template=model.chat_template,
                bos_token=self._spelling("bos"),
                eos_token=self._spelling("eos"),
            )
            if model.chat_template
            else None
        )

    def tokens(self, messages: Sequence[Message]) -> list[int]:
        """The prompt's tokens, up to where the model's answer begins.

        Raises:
            ModelRequestError: The template refuses the conversation (some want no system turn).
        """
        inert = [{**message, "content": self._inert(message["content"])} for message in messages]
        if self._formatter is None:
            plain = "\n\n".join(message["content"] for message in inert) + "\n\n"
            return self._model.tokenize(plain, add_special=True)
        try:
            prompt = self._formatter(messages=inert).prompt
        # the template is a program in the file: it may fail in any way that Jinja can
        except Exception as error:
            raise ModelRequestError(
                f"the model's chat template refused the conversation ({error})",
                "choose another writer model",
            ) from error
        begins = self._spelling("bos")
        has_begin = bool(begins) and prompt.startswith(begins)
        return self._model.tokenize(prompt, add_special=not has_begin, parse_special=True)

    def _inert(self, text: str) -> str:
        """``text`` with a space inside each spelt-out control token, so that it is just text."""
        if self._control is None:
            return text
        return self._control.sub(lambda match: f"{match[0][0]} {match[0][1:]}", text)

    def _spelling(self, which: str) -> str:
        import llama_cpp

        ask = {"bos": llama_cpp.llama_vocab_bos, "eos": llama_cpp.llama_vocab_eos}[which]
        token = ask(self._model.vocabulary)
        if token < 0:
            return ""
        return self._model.piece(token, special=True).decode("utf-8", "replace")
