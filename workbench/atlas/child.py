"""What runs in the map's own process: one request in, one map out.

Laying out thousands of papers holds the interpreter for seconds; in the application's process the
screen would stutter for as long. Owns the two frames; see ``atlas`` for the parent's side.
"""

from __future__ import annotations

import os
import sys

from index.framing import read_frame, write_frame

__all__ = ["main"]

_NICENESS = 5


def main() -> None:
    """Read a request from standard input, write the map to standard output."""
    import numpy as np

    from workbench.atlas.layout import cluster, lay_out
    from workbench.atlas.naming import name_groups

    os.nice(max(0, _NICENESS - os.nice(0)))
    request = read_frame(sys.stdin.buffer)
    if request is None:
        return
    head, payload = request
    vectors = np.frombuffer(payload, "<f4").reshape(-1, head["dimension"])
    plane, groups = lay_out(vectors), cluster(vectors)
    names = name_groups(head["texts"], groups.tolist(), head["people"])
    answer = {"groups": groups.tolist(), "names": names}
    write_frame(sys.stdout.buffer, answer, plane.astype("<f4").tobytes())


if __name__ == "__main__":
    main()
