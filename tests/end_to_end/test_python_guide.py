"""What the guide tells a person to write in Python works as it stands there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guides" / "python.md"


def test_the_example_runs_as_a_file(own_home: Path, samples: Path, tmp_path: Path) -> None:
    shutil.copytree(samples, own_home / "thesis" / "papers")
    [example] = re.findall(
        r"^```python\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    script = tmp_path / "example.py"
    script.write_text(example, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    counts, *lines = done.stdout.splitlines()
    assert f"'total': {len(list(samples.iterdir()))}" in counts
    hits = [line for line in lines if re.fullmatch(r"[\d.]+ \S+ \d+", line)]
    assert len(hits) == 5
    assert any(re.match(r"1 \S+ \d+ \S", line) for line in lines)
