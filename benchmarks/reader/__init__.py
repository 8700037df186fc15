"""The parts of ``benchmarks/reading.py``: one module for each thing that is measured."""
