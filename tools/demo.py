"""The demo: fetch the models, read the sample papers, ask, and keep the answer.

Every step is a command that a person could type; each is shown before it runs. Everything is
written under ``demo/``; the models go to the platform's data folder, where carrel itself looks
for them.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CARREL = Path(".venv/bin/carrel")
DEMO = Path("demo")
QUESTION = "Should a literature search weight its results by citations?"


def main() -> int:
    """Run the steps; the first that fails ends the demo with its status."""
    library = ("--library", str(DEMO / "library"))
    answer = DEMO / "answer.md"
    steps = (
        ("models", "fetch"),
        (*library, "ingest", "assets/samples/papers"),
        (*library, "ask", QUESTION, "--output", str(answer), "--overwrite"),
    )
    for arguments in steps:
        command = [str(CARREL), *arguments]
        print(f"\n$ {shlex.join(command)}", file=sys.stderr, flush=True)
        status = subprocess.run(command, cwd=ROOT, check=False).returncode
        if status:
            return status
    print(NEXT.format(answer=answer, library=DEMO / "library"), file=sys.stderr)
    return 0


NEXT = """
The answer is in {answer}. Now:

  .venv/bin/carrel --library {library}   the terminal app, on these sample papers
  .venv/bin/carrel ingest ~/papers          your own papers
  .venv/bin/carrel                          the terminal app, on your own papers

`pipx install .` puts `carrel` on your PATH.
"""

if __name__ == "__main__":
    sys.exit(main())
