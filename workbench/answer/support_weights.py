"""The fitted weights of the support checker, bias first, then in the order of its features.

Written by ``benchmarks/support_weights.py``; change the features and fit again.
"""

from __future__ import annotations

__all__ = ["WEIGHTS", "WEIGHTS_BY_WORDS"]

WEIGHTS = (-3.0, 1.5, 1.0, 0.5, 0.5, 1.0, 0.5, 0.5, 3.0, 0.0, 0.0, -0.5, -0.5, 0.0, 0.0, 0.0, 0.0)
WEIGHTS_BY_WORDS = WEIGHTS
