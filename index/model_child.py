"""The process that holds one model: ``python -m index.model_child``, started by ``ModelHost``.

Owns the order of work. Requests arrive on standard input, replies leave on what was standard
output when the process began; both are taken away from everybody else before llama.cpp is
loaded, so that nothing it prints can get between the frames. One thread reads requests, the main
thread alone touches llama.cpp, and takes the most urgent request first: background embedding
yields after each batch. The process ends when its input does, even in mid-computation, so it
never outlives its parent.

Requests:  ``{"id", "kind": "load" | "embed" | "count" | "generate" | "late" | "soft" |
           "rank" | "likelihood", "priority", …}``
           ``{"kind": "cancel", "id"}``
Replies:   ``{"id", "event": "text", "text"}`` any number of times, while writing
           ``{"id", "event": "done", …}`` or ``{"id", "event": "error", "type", "message", "hint"}``
"""

from __future__ import annotations

import dataclasses
import heapq
import itertools
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from carrel import CarrelError
from index.errors import ModelFileError, ModelRequestError, RequestCancelledError
from index.framing import FrameError, read_frame, write_frame
from index.model_spec import ModelInfo, ModelSpec

if TYPE_CHECKING:
    from index.llama.embedding import EmbeddingEngine
    from index.llama.generation import GenerationEngine
    from index.llama.ranking import RankingEngine

__all__ = ["main"]

_PARENT_POLL_SECONDS = 1.0

_Scorer = Callable[[str, list[str], float], Iterator[tuple[int, float]]]
"""Yields numbers and scores of texts for a query, within so many milliseconds."""


@dataclasses.dataclass(slots=True)
class _Request:
    """A request that waits or is being worked on."""

    number: int
    fields: dict[str, Any]
    cancelled: threading.Event = dataclasses.field(default_factory=threading.Event)
    work: Iterator[None] | None = None
    """The generator that does the work; it yields where something more urgent may go first."""


class _Inbox:
    """Requests in order of urgency, filled by the reading thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[tuple[int, int, _Request]] = []
        self._known: dict[int, _Request] = {}
        self._order = itertools.count()

    def put(self, fields: dict[str, Any]) -> None:
        """Add a request, or set the cancel mark of one."""
        number = int(fields["id"])
        with self._changed:
            if fields["kind"] == "cancel":
                if number in self._known:
                    self._known[number].cancelled.set()
                return
            request = _Request(number, fields)
            self._known[number] = request
            self._push(request)
            self._changed.notify()

    def put_back(self, request: _Request) -> None:
        """Return a request that has work left; equals in urgency are not overtaken."""
        with self._changed:
            heapq.heappush(self._waiting, (self._urgency(request), -next(self._order), request))

    def take(self) -> _Request:
        """The most urgent request; waits for one."""
        with self._changed:
            while not self._waiting:
                self._changed.wait()
            return heapq.heappop(self._waiting)[2]

    def forget(self, request: _Request) -> None:
        """The request is done."""
        with self._changed:
            self._known.pop(request.number, None)

    def _push(self, request: _Request) -> None:
        heapq.heappush(self._waiting, (self._urgency(request), next(self._order), request))

    @staticmethod
    def _urgency(request: _Request) -> int:
        return int(request.fields.get("priority", 0))


class _Worker:
    """Does the requests, one step at a time, on the thread that calls ``run``."""

    def __init__(
        self, spec: ModelSpec, inbox: _Inbox, replies: BinaryIO, *, avoid_gpu: bool
    ) -> None:
        self._spec = spec
        self._avoid_gpu = avoid_gpu
        self._inbox = inbox
        self._replies = replies
        self._current: _Request | None = None
        self._engine: EmbeddingEngine | GenerationEngine | RankingEngine | None = None
        self._info: ModelInfo | None = None

    def run(self) -> None:
        """Work until the process ends."""
        while True:
            request = self._inbox.take()
            self._current = request
            if self._step(request):
                self._inbox.put_back(request)
            else:
                self._inbox.forget(request)
            self._current = None

    def _step(self, request: _Request) -> bool:
        """One step of a request; whether there is more. Errors become replies."""
        try:
            if request.work is None:
                request.work = self._work(request)
            _require_wanted(request)
            next(request.work)
        except StopIteration:
            return False
        except CarrelError as error:
            self._reply_error(request, type(error).__name__, error.message, error.hint)
            return False
        # one bad request must not take the model down with it
        except Exception as error:
            traceback.print_exc()
            self._reply_error(request, "ModelRequestError", f"{type(error).__name__}: {error}", "")
            return False
        return True

    def _work(self, request: _Request) -> Iterator[None]:
        kinds = {
            "load": self._load,
            "count": self._count,
            "embed": self._embed,
            "generate": self._generate,
            "late": self._late,
            "soft": self._soft,
            "rank": self._rank,
            "likelihood": self._likelihood,
        }
        if request.fields["kind"] not in kinds:
            raise ModelRequestError(f"unknown request {request.fields['kind']!r}")
        return kinds[request.fields["kind"]](request)

    def _load(self, request: _Request) -> Iterator[None]:
        self._ready_engine()
        if self._info is not None:
            self._reply(request, "done", info=dataclasses.asdict(self._info))
        return
        yield

    def _count(self, request: _Request) -> Iterator[None]:
        model = self._ready_engine().model
        texts = request.fields["texts"]
        counts = [len(model.tokenize(text, add_special=False)) for text in texts]
        self._reply(request, "done", counts=counts)
        return
        yield

    def _embed(self, request: _Request) -> Iterator[None]:
        from index.llama.context import AbortedError

        engine = self._embedding_engine()
        vectors: list[bytes] = []
        try:
            for completed in engine.embed(request.fields["texts"]):
                vectors.extend(vector.tobytes() for _number, vector in completed)
                yield
        except AbortedError:
            raise RequestCancelledError("the request was cancelled") from None
        self._reply(request, "done", b"".join(vectors), dimension=engine.model.dimension)

    def _late(self, request: _Request) -> Iterator[None]:
        fields, engine = request.fields, self._embedding_engine().late_interaction
        scores = partial(engine.scores, weights=fields["weights"])
        return self._scored(request, scores)

    def _rank(self, request: _Request) -> Iterator[None]:
        from index.llama.ranking import RankingEngine

        engine = self._ready_engine()
        if not isinstance(engine, RankingEngine):
            raise ModelFileError(f"{self._spec.path.name} was not loaded to score pairs of texts")
        return self._scored(request, engine.scores)

    def _likelihood(self, request: _Request) -> Iterator[None]:
        return self._scored(request, self._generation_engine().query_likelihood.scores)

    def _scored(self, request: _Request, score: _Scorer) -> Iterator[None]:
        """Compare a query with texts, one after another, as long as the request allows."""
        from index.llama.context import AbortedError

        fields = request.fields
        scores: dict[str, float] = {}
        try:
            asked = score(fields["query"], fields["texts"], fields["milliseconds"])
            for number, value in asked:
                scores[str(number)] = value
                yield
        except AbortedError:
            raise RequestCancelledError("the request was cancelled") from None
        self._reply(request, "done", scores=scores)

    def _soft(self, request: _Request) -> Iterator[None]:
        fields = request.fields
        vectors = self._embedding_engine().word_vectors
        scores = vectors.soft_match(fields["words"], fields["weights"], fields["texts"])
        self._reply(request, "done", scores=scores.tolist())
        return
        yield

    def _embedding_engine(self) -> EmbeddingEngine:
        from index.llama.embedding import EmbeddingEngine

        engine = self._ready_engine()
        if not isinstance(engine, EmbeddingEngine):
            raise ModelFileError(f"{self._spec.path.name} was not loaded to embed")
        return engine

    def _generate(self, request: _Request) -> Iterator[None]:
        from index.llama.sampling import SamplingPlan

        written = self._generation_engine().generate(
            request.fields["prompt"],
            max_tokens=request.fields["max_tokens"],
            stop=request.fields["stop"],
            plan=SamplingPlan(**request.fields["plan"]),
            on_text=lambda text: self._reply(request, "text", text=text),
        )
        self._reply(request, "done", generation=dataclasses.asdict(written))
        return
        yield

    def _generation_engine(self) -> GenerationEngine:
        from index.llama.generation import GenerationEngine

        engine = self._ready_engine()
        if not isinstance(engine, GenerationEngine):
            raise ModelFileError(f"{self._spec.path.name} was not loaded to write")
        return engine

    def _ready_engine(self) -> EmbeddingEngine | GenerationEngine | RankingEngine:
        """The engine, loaded by the first request that needs it."""
        if self._engine is None:
            # llama.cpp is loaded here and not before: whoever starts the process does not wait
            from index.llama.loading import load_engine

            self._engine, self._info = load_engine(
                self._spec, self._is_cancelled, avoid_gpu=self._avoid_gpu
            )
        return self._engine

    def _is_cancelled(self) -> bool:
        return self._current is not None and self._current.cancelled.is_set()

    def _reply(
        self,
        request: _Request,
        event: str,
        payload: bytes = b"",
        **fields: Any,  # noqa: ANN401 - JSON values
    ) -> None:
        write_frame(self._replies, {"id": request.number, "event": event, **fields}, payload)

    def _reply_error(self, request: _Request, kind: str, message: str, hint: str) -> None:
        self._reply(request, "error", type=kind, message=message, hint=hint)


def _require_wanted(request: _Request) -> None:
    if request.cancelled.is_set():
        raise RequestCancelledError("the request was cancelled")


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take standard input and output for the frames; whoever prints now prints to the log."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, replies


def _read_requests(requests: BinaryIO, inbox: _Inbox) -> None:
    """Fill the inbox until the parent closes the pipe or dies; then end the process."""
    try:
        while (frame := read_frame(requests)) is not None:
            try:
                inbox.put(frame[0])
            except (KeyError, TypeError, ValueError) as error:
                sys.stderr.write(f"a request without id or kind was dropped: {error!r}\n")
    except (FrameError, OSError) as error:
        sys.stderr.write(f"the request pipe broke: {error}\n")
    finally:
        # not sys.exit: the main thread may be deep in llama.cpp, and nothing here needs saving
        os._exit(0)


def _watch_parent(parent: int) -> None:
    """End with the parent even where another child of it holds the pipe's other end open."""
    while os.getppid() == parent:
        time.sleep(_PARENT_POLL_SECONDS)
    os._exit(0)


_NICENESS = 5


def main() -> None:
    """Serve requests until the parent is gone. The first frame is the model's spec."""
    # a screen that waits for its turn is worse than an embedding that takes a little longer
    os.nice(max(0, _NICENESS - os.nice(0)))
    requests, replies = _private_pipes()
    first = read_frame(requests)
    if first is None:
        return
    inbox = _Inbox()
    spec = ModelSpec.from_wire(first[0]["spec"])
    for target, argument in ((_read_requests, (requests, inbox)), (_watch_parent, (os.getppid(),))):
        threading.Thread(target=target, args=argument, daemon=True).start()
    try:
        _Worker(spec, inbox, replies, avoid_gpu=bool(first[0].get("avoid_gpu"))).run()
    except (BrokenPipeError, ConnectionError):
        os._exit(0)


if __name__ == "__main__":
    main()
