"""Conversations become prompts by the file's own template, also by one that is choosy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import ModelRequestError
from index.llama.chat import ChatPrompts
from index.llama.gguf_model import GgufModel

TURNS = (
    {"role": "system", "content": "Answer in one word."},
    {"role": "user", "content": "What is the capital of France?"},
)
WITHOUT_SYSTEM = (
    "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system turn') }}{% endif %}"
    "{% for m in messages %}<turn>{{ m['role'] }}: {{ m['content'] }}{% endfor %}<turn>model:"
)
NEVER = "{{ raise_exception('never') }}"


@pytest.fixture
def model(writer_file: Path) -> Iterator[GgufModel]:
    loaded = GgufModel(writer_file, vocabulary_only=True)
    yield loaded
    loaded.close()


def spelt(model: GgufModel, tokens: list[int]) -> str:
    return b"".join(model.piece(token, special=True) for token in tokens).decode()


def test_the_files_own_template_is_used(model: GgufModel) -> None:
    text = spelt(model, ChatPrompts(model).tokens(TURNS))
    assert text.index("<|im_start|>system") < text.index("<|im_start|>user")
    assert text.rstrip().endswith("<|im_start|>assistant")


def test_instructions_open_the_first_turn_where_the_template_has_none_for_them(
    model: GgufModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(model), "chat_template", WITHOUT_SYSTEM)
    text = spelt(model, ChatPrompts(model).tokens(TURNS))
    assert "user: Answer in one word.\n\nWhat is the capital of France?" in text
    assert "system" not in text


def test_a_template_that_takes_nothing_is_said_to(
    model: GgufModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(model), "chat_template", NEVER)
    with pytest.raises(ModelRequestError, match="refused the conversation"):
        ChatPrompts(model).tokens(TURNS)
