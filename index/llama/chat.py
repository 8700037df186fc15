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

    def _rendered(self, messages: Sequence[Message]) -> str:
        """The template filled in; instructions open the first turn where it wants no system turn.

        Raises:
            ModelRequestError: The template refuses the conversation even so.
        """
        assert self._formatter is not None
        tries = [list(messages)]
        if len(messages) > 1 and messages[0]["role"] == "system":
            first = f"{messages[0]['content']}\n\n{messages[1]['content']}"
            tries.append([{**messages[1], "content": first}, *messages[2:]])
        refused: Exception | None = None
        for turns in tries:
            try:
                return str(self._formatter(messages=turns).prompt)
            # the template is a program in the file: it may fail in any way that Jinja can
            except Exception as error:
                refused = error
        raise ModelRequestError(
            f"the model's chat template refused the conversation ({refused})",
            "choose another writer model",
        ) from refused

    def tokens(self, messages: Sequence[Message]) -> list[int]:
        """The prompt's tokens, up to where the model's answer begins.

        Raises:
            ModelRequestError: The template refuses the conversation.
        """
        inert = [{**message, "content": self._inert(message["content"])} for message in messages]
        if self._formatter is None:
            plain = "\n\n".join(message["content"] for message in inert) + "\n\n"
            return self._model.tokenize(plain, add_special=True)
        prompt = self._rendered(inert)
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
