"""How well and how fast ``ingest`` reads: the measures of a careful reader, as a table.

Run it as ``python benchmarks/reading.py [--data FOLDER] [--only PART]``. The folder (or the
environment variable ``CARREL_DATA``, or ``../shared/data`` beside the checkout) holds the
development data; where it is missing this says so and ends well. How each part is measured stands
in its module below ``benchmarks/reader``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.reader.common import ROOT, data_folder
from benchmarks.reader.hostile import hostile_benchmark
from benchmarks.reader.papers import papers_benchmark
from benchmarks.reader.references import references_benchmark
from benchmarks.reader.samples import samples_benchmark
from benchmarks.reader.scans import scans_benchmark
from benchmarks.reader.speed import speed_benchmark

_NEED_NO_DATA = {"samples", "scans"}
_PARTS = ("samples", "scans", "papers", "references", "hostile", "speed")


def main() -> None:
    """Parse arguments, run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="folder of the development data")
    parser.add_argument("--only", choices=_PARTS)
    parser.add_argument("--recognise", action="store_true", help="read scans with Tesseract")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--peer", default="recollindex", help="what speed is compared with")
    parser.add_argument("--verbose", action="store_true", help="spell out the misses")
    arguments = parser.parse_args()
    samples = ROOT / "assets" / "samples"
    wanted = {arguments.only} if arguments.only else set(_PARTS)
    if "samples" in wanted:
        samples_benchmark(samples, arguments.workers, arguments.verbose)
    if "scans" in wanted:
        scans_benchmark(samples)
    if wanted <= _NEED_NO_DATA:
        return
    data = data_folder(arguments.data)
    if data is None:
        print("no development data here: name its folder with --data or CARREL_DATA")
        return
    if "papers" in wanted:
        papers_benchmark(data, arguments.workers, arguments.verbose, arguments.recognise)
    if "references" in wanted:
        references_benchmark(data, arguments.verbose)
    if "hostile" in wanted:
        hostile_benchmark(data, arguments.workers, arguments.verbose)
    if "speed" in wanted:
        speed_benchmark(data, arguments.peer)


if __name__ == "__main__":
    main()
