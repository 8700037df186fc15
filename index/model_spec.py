"""What is asked of a model and what it says of itself: plain data, shared by parent and child.

Owns no process and loads nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, ClassVar, Literal, TypedDict

__all__ = [
    "FinishReason",
    "Generation",
    "Message",
    "ModelInfo",
    "ModelSpec",
    "Priority",
    "Sampling",
]

Message = dict[str, str]
"""One turn of a conversation: ``{"role": "system" | "user" | "assistant", "content": …}``."""

FinishReason = Literal["stop", "length", "cancelled"]


class Sampling(TypedDict, total=False):
    """How tokens are chosen; what is left out is as ``index.llama.sampling`` has it."""

    temperature: float
    """0, as when left out, is deterministic."""
    repeat_penalty: float
    """Above 1 discourages repetition within 256 tokens."""
    seed: int
    """For temperatures above 0."""
    json_schema: dict[str, Any] | None
    """Constrains the output to JSON of this schema; where the result's ``finish_reason`` is not
    ``stop`` the JSON is incomplete. Types, ``enum``, ``required`` and lengths hold; ``minimum`` and
    ``maximum`` do not (the converter knows no ranges), so small ranges are written as an ``enum``.
    """
    grammar: str | None
    """Constrains the output to this GBNF grammar."""


class Priority(IntEnum):
    """Which request goes first when several wait for one model."""

    INTERACTIVE = 0
    """A person is waiting: overtakes background work after the text that is under way."""
    BACKGROUND = 1


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """Which GGUF to load, and how.

    Args:
        path: The GGUF file.
        role: ``embed`` (vectors), ``generate`` (text) or ``rerank`` (scores of pairs).
        context: Window in tokens. 0 takes the model's own, up to ``DEFAULT_EMBEDDER_CONTEXT``
            or ``DEFAULT_WRITER_CONTEXT``, since memory grows with it.
        pooling: How token vectors become one; ``""`` as the file says.
        threads: Processor threads; 0 takes the physical cores this process may use.
        gpu_layers: Layers to put on a GPU if llama.cpp was built with one; -1 as many as fit.
    """

    path: Path
    role: Literal["embed", "generate", "rerank"]
    context: int = 0
    pooling: str = ""
    threads: int = 0
    gpu_layers: int = -1

    DEFAULT_EMBEDDER_CONTEXT: ClassVar[int] = 2048
    DEFAULT_WRITER_CONTEXT: ClassVar[int] = 4096

    def to_wire(self) -> dict[str, Any]:
        """The spec as JSON values."""
        return {
            "path": str(self.path),
            "role": self.role,
            "context": self.context,
            "pooling": self.pooling,
            "threads": self.threads,
            "gpu_layers": self.gpu_layers,
        }

    @classmethod
    def from_wire(cls, values: dict[str, Any]) -> ModelSpec:
        """The inverse of ``to_wire``."""
        return cls(**values | {"path": Path(values["path"])})


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A loaded model in its own words.

    Args:
        device: ``CPU``, or the GPU's name as its driver gives it.
        gpu_layers: How many layers are on the GPU; 0 on a CPU.
        layers: How many layers there are.
        context: Window in tokens, special tokens included.
        dimension: Length of the vectors (embedders) or of the hidden state.
        parameters: Number of weights.
        description: llama.cpp's one-line description: architecture, size, precision.
        threads: Processor threads in use.
        notes: What was tried and did not work, in sentences for a person.
    """

    device: str
    gpu_layers: int
    layers: int
    context: int
    dimension: int
    parameters: int
    description: str
    threads: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Generation:
    """What a writer wrote.

    Args:
        text: The text, without the stop string that ended it.
        finish_reason: ``stop`` (the model or a stop string ended it), ``length`` (cut by
            ``max_tokens`` or the window: JSON is then incomplete), ``cancelled``.
        tokens: Tokens written.
        prompt_tokens: Tokens of the prompt, reused ones included.
        seconds: From the moment the model began with the prompt.
    """

    text: str
    finish_reason: FinishReason
    tokens: int
    prompt_tokens: int
    seconds: float
