"""How the next token is chosen: greedily or by chance, freely or inside a grammar.

Owns llama.cpp's sampler chain. A grammar that llama.cpp cannot parse would end the process at its
first use, so it is refused here.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from index.errors import ModelRequestError
from index.llama.gguf_model import GgufModel

__all__ = ["SamplingPlan", "sampler_chain"]

_PENALTY_WINDOW = 256
_TOP_K = 40
_TOP_P = 0.95
_MIN_P = 0.05


@dataclass(frozen=True, slots=True)
class SamplingPlan:
    """What a caller may choose.

    Args:
        temperature: 0 takes the likeliest token always; above 0 draws.
        seed: For drawing.
        repeat_penalty: Divides the score of tokens among the last 256; 1 is off.
        json_schema: The output must be JSON of this schema. Bound every text and list in it.
        grammar: The output must follow this GBNF grammar (root rule ``root``).
    """

    temperature: float = 0.0
    seed: int = 0
    repeat_penalty: float = 1.0
    json_schema: dict[str, Any] | None = None
    grammar: str | None = None


@contextlib.contextmanager
def sampler_chain(model: GgufModel, plan: SamplingPlan) -> Iterator[Any]:
    """The C sampler for a plan, freed at the end.

    Raises:
        ModelRequestError: The schema or grammar cannot be used.
    """
    import llama_cpp

    chain = llama_cpp.llama_sampler_chain_init(llama_cpp.llama_sampler_chain_default_params())
    try:
        for sampler in _samplers(model, plan):
            llama_cpp.llama_sampler_chain_add(chain, sampler)
        yield chain
    finally:
        llama_cpp.llama_sampler_free(chain)


def _samplers(model: GgufModel, plan: SamplingPlan) -> Iterator[Any]:
    import llama_cpp

    if plan.repeat_penalty != 1.0:
        yield _penalties(model, plan.repeat_penalty)
    if plan.json_schema is not None or plan.grammar is not None:
        yield _grammar(model, plan)
    if plan.temperature <= 0.0:
        yield llama_cpp.llama_sampler_init_greedy()
        return
    yield llama_cpp.llama_sampler_init_top_k(_TOP_K)
    yield llama_cpp.llama_sampler_init_top_p(_TOP_P, 1)
    yield llama_cpp.llama_sampler_init_min_p(_MIN_P, 1)
    yield llama_cpp.llama_sampler_init_temp(plan.temperature)
    yield llama_cpp.llama_sampler_init_dist(plan.seed)


def _penalties(model: GgufModel, repeat_penalty: float) -> Any:  # noqa: ANN401 - a C pointer
    import llama_cpp

    make = llama_cpp.llama_sampler_init_penalties
    count = llama_cpp.llama_vocab_n_tokens(model.vocabulary)
    return make(count, _PENALTY_WINDOW, repeat_penalty, 0.0, 0.0)


def _grammar(model: GgufModel, plan: SamplingPlan) -> Any:  # noqa: ANN401 - a C pointer
    import llama_cpp

    text = plan.grammar if plan.grammar is not None else _grammar_of_schema(plan.json_schema)
    if not text.strip():
        # llama.cpp would take it for no grammar at all
        raise ModelRequestError("the grammar is empty")
    sampler = llama_cpp.llama_sampler_init_grammar(model.vocabulary, text.encode("utf-8"), b"root")
    if not sampler:
        raise ModelRequestError("llama.cpp cannot parse the grammar; its log says where")
    return sampler


def _grammar_of_schema(schema: dict[str, Any] | None) -> str:
    from llama_cpp.llama_grammar import json_schema_to_gbnf

    try:
        return str(json_schema_to_gbnf(json.dumps(schema)))
    # the converter raises whatever comes up for a schema it does not understand
    except Exception as error:
        raise ModelRequestError(f"the JSON schema cannot be made a grammar ({error})") from error
