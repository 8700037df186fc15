"""A model spec into an engine that is ready to work, on the GPU as far as it fits.

Owns the falling back: the weights may fit on a GPU where the working memory then does not, so
model and engine are tried together, with half as many layers each time, and at last on the CPU.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from index.errors import ModelFileError
from index.llama.devices import physical_cores
from index.llama.embedding import EmbeddingEngine
from index.llama.generation import GenerationEngine
from index.llama.gguf_model import GgufModel, quiet_llama_logging
from index.llama.ranking import RankingEngine
from index.model_spec import ModelInfo, ModelSpec

__all__ = ["Engine", "load_engine"]

Engine = EmbeddingEngine | GenerationEngine | RankingEngine

_ENGINES: Mapping[str, Callable[[GgufModel, ModelSpec, int, Callable[[], bool]], Engine]] = {
    "embed": EmbeddingEngine,
    "generate": GenerationEngine,
    "rerank": RankingEngine,
}


def load_engine(
    spec: ModelSpec, should_abort: Callable[[], bool], *, avoid_gpu: bool
) -> tuple[Engine, ModelInfo]:
    """Load the model and make the engine for its role.

    Args:
        spec: Which model, and how.
        should_abort: Asked in the middle of the engine's computations.
        avoid_gpu: Use the CPU alone, because a GPU ended the process before.

    Raises:
        ModelFileError: The file cannot be loaded, or cannot play the role.
    """
    quiet_llama_logging(to_stderr=True)
    threads = spec.threads or physical_cores()
    notes: list[str] = []
    if avoid_gpu and _has_gpu():
        notes.append("loading on the GPU ended the model's process, so it runs on the CPU")
    layers = 0 if avoid_gpu else spec.gpu_layers
    make = _ENGINES[spec.role]
    while True:
        model = GgufModel(spec.path, gpu_layers=layers)
        try:
            engine = make(model, spec, threads, should_abort)
        except ModelFileError:
            layers = model.gpu_layers // 2
            on_gpu = model.gpu_layers > 0
            model.close()
            if not on_gpu:
                raise
            notes.append(f"with {2 * layers} layers on the GPU its working memory did not fit")
            continue
        return engine, _info(model, engine.window, threads, notes)


def _info(model: GgufModel, window: int, threads: int, notes: list[str]) -> ModelInfo:
    return ModelInfo(
        device=model.device,
        gpu_layers=model.gpu_layers,
        layers=model.layers,
        context=window,
        dimension=model.dimension,
        parameters=model.parameters,
        description=model.description,
        threads=threads,
        notes=(*notes, *model.notes),
    )


def _has_gpu() -> bool:
    import llama_cpp

    return bool(llama_cpp.llama_supports_gpu_offload())
