"""The labelled papers, where the development data is at hand, keep what was measured on them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("CARREL_DATA", ROOT.parent / "shared" / "data"))

pytestmark = pytest.mark.skipif(
    not (DATA / "papers" / "gold.jsonl").exists(),
    reason="no development data: set CARREL_DATA to its folder",
)

LEAST = {
    "authors F1": 92.0,
    "year": 90.0,
    "sections found": 85.0,
    "reference count within 5 %": 85.0,
    "sampled references found once": 92.0,
    "reading-order pairs": 98.0,
    "furniture left out": 90.0,
    "quotes inside one passage": 93.0,
    "their page right": 98.0,
    "passages within the window": 100.0,
}


def test_the_measures_hold() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "reading.py"), "--data", str(DATA)]
    done = subprocess.run(
        [*command, "--only", "papers"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    usable = done.stdout.split("scans and garbage")[0]
    found = {
        match.group(1): float(match.group(2))
        for match in re.finditer(r"^  (.+?) {2,}([\d.]+) %", usable, re.MULTILINE)
    }
    assert {name: found[name] for name in LEAST if found[name] < LEAST[name]} == {}
