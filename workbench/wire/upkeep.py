"""How a library is doing: what was read, and what it holds."""

from __future__ import annotations

import dataclasses

from workbench.types import IngestReport, LibraryStatus, ModelStatus
from workbench.wire.parts import Json

__all__ = ["ingest_payload", "status_payload"]


def ingest_payload(report: IngestReport) -> Json:
    """``carrel ingest --json``."""
    return {
        "files": [
            {
                "path": file.path,
                "state": file.state.value,
                "reason": file.reason,
                "paper": file.paper_id,
                "changed": file.changed,
            }
            for file in report.files
        ],
        "counts": dict(report.counts),
        "seconds": round(report.seconds, 3),
        "cancelled": report.cancelled,
        "notes": list(report.notes),
    }


def status_payload(status: LibraryStatus) -> Json:
    """``carrel status --json``."""
    return {
        "library": status.folder,
        "counts": {"papers": status.papers, "passages": status.passages, **status.files},
        "index": {
            "lexical": status.lexical_count,
            "dense": status.dense_count,
            "embedded": status.embedded,
        },
        "models": [_model(model) for model in status.models],
        "device": status.device,
        "notes": list(status.notes),
    }


def _model(model: ModelStatus) -> Json:
    return dataclasses.asdict(model)
