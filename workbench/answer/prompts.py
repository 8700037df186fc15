"""How a writer is asked, and what it may write: prompt files and the grammar of its output.

Owns reading ``assets/prompts`` and filling them in. Text from papers goes in as data only: on one
line, without citation marks, and with anything that looks like a turn mark taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from workbench.answer.words import visible

__all__ = [
    "Prompt",
    "PromptFile",
    "build_prompt",
    "build_reword_prompt",
    "prompt_file_for",
    "writing_grammar",
]

_TURN_MARK = re.compile(r"<\|?[\w/ ]{1,30}\|?>|\[/?INST\]|<</?SYS>>", re.IGNORECASE)
_NUMBER_MARK = re.compile(r"\[\s*\d+(?:\s*[,;–-]\s*\d+)*\s*\]")
_LONGEST_SENTENCE = 320
"""Characters the grammar lets one sentence have."""
_LONGEST_REWORDED = 480
"""The same for a sentence in other words: an audience may want more of them."""
_TOKENS_A_SENTENCE = 160
"""What a reworded sentence may take; letters of other scripts take more tokens each."""


@dataclass(frozen=True, slots=True)
class PromptFile:
    """One file of ``assets/prompts``; see ``default.toml`` for what the fields mean."""

    family: str
    system: str
    user: str
    quote: str
    max_tokens: int
    sentences: int
    repeat_penalty: float
    reword: str = ""
    """How to ask for other words; empty for the default file's."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A filled-in prompt: chat turns, the grammar of the answer, and its limits."""

    messages: tuple[dict[str, str], ...]
    grammar: str
    max_tokens: int
    repeat_penalty: float


def prompt_file_for(model: str) -> PromptFile:
    """The prompt file whose family the model's name begins with, or the default one."""
    name = model.lower()
    families = [file for file in _prompt_files() if name.startswith(file.family)]
    return max(families, key=lambda file: len(file.family))


@lru_cache(maxsize=1)
def _prompt_files() -> tuple[PromptFile, ...]:
    import tomllib

    folder = resources.files("assets") / "prompts"
    return tuple(
        PromptFile(**tomllib.loads(file.read_text(encoding="utf-8")))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    )


def build_prompt(
    file: PromptFile, question: str, quotes: Sequence[str], labels: Sequence[str]
) -> Prompt:
    """Fill a prompt file in: instructions, then quotes, the question last."""
    listed = "\n".join(
        _fill(file.quote, number=str(number), label=as_data(label), text=as_data(text))
        for number, (text, label) in enumerate(zip(quotes, labels, strict=True), start=1)
    )
    system = _fill(file.system.strip(), sentences=str(file.sentences))
    user = _fill(file.user.strip(), quotes=listed, question=as_data(question))
    return Prompt(
        ({"role": "system", "content": system}, {"role": "user", "content": user}),
        writing_grammar(len(quotes), file.sentences),
        file.max_tokens,
        file.repeat_penalty,
    )


def build_reword_prompt(
    model: str, sentences: Sequence[str], marks: Sequence[Sequence[int]], wish: str
) -> Prompt:
    """Ask for each of the sentences in other words; the grammar keeps each one's citation marks.

    Args:
        model: The model's name; it chooses the prompt file.
        sentences: Without their marks.
        marks: The citation numbers of each.
        wish: For whom, in words: ``for a clinician, in German``.
    """
    file = prompt_file_for(model)
    system = _fill((file.reword or prompt_file_for("").reword).strip(), wish=as_data(wish))
    listed = "\n".join(f"{n}. {as_data(text)}" for n, text in enumerate(sentences, start=1))
    lines = [f"line{n}" for n in range(len(sentences))]
    rules = [
        f'line{n} ::= text " {"".join(f"[{mark}]" for mark in own)}\\n"'
        for n, own in enumerate(marks)
    ]
    grammar = "\n".join(
        (
            f"root ::= {' '.join(lines)}",
            *rules,
            f"text ::= [^\\[\\]\\n<>{{}} ] [^\\[\\]\\n<>{{}}]{{10,{_LONGEST_REWORDED}}}",
        )
    )
    return Prompt(
        ({"role": "system", "content": system}, {"role": "user", "content": listed}),
        grammar,
        _TOKENS_A_SENTENCE * len(sentences),
        file.repeat_penalty,
    )


def as_data(text: str) -> str:
    """Text from outside as one harmless line: no turn marks, no citation marks, no quote fences."""
    plain = _NUMBER_MARK.sub("", _TURN_MARK.sub(" ", visible(text)))
    return " ".join(plain.replace('"""', "'''").replace('"', "'").split())


def _fill(template: str, **values: str) -> str:
    """Put values in for ``{name}`` in one pass, so that braces inside a value stay as they are."""
    return re.sub(r"\{(\w+)\}", lambda m: values.get(m[1], m[0]), template)


def writing_grammar(quotes: int, sentences: int) -> str:
    """GBNF: lines of prose, each ended by one to three of the numbers 1..``quotes``.

    Square brackets occur nowhere else, so a citation can only be one that was given.
    """
    if not 1 <= quotes <= 99 or not 1 <= sentences <= 20:
        raise ValueError(f"no grammar for {quotes} quotes and {sentences} sentences")
    numbers = " | ".join(f'"[{n}]"' for n in range(1, quotes + 1))
    more = " ".join("line?" for _ in range(sentences - 1))
    return "\n".join(
        (
            f"root ::= line {more}".rstrip(),
            'line ::= [A-Z0-9] text end " " cite cite? cite? "\\n"',
            f"text ::= [^\\[\\]\\n<>{{}}]{{15,{_LONGEST_SENTENCE}}}",
            'end ::= "."',
            f"cite ::= {numbers}",
        )
    )
