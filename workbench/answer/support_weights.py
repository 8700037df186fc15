"""The fitted weights of the support checker: the bias, then one for each of its features in order.

Found by ``benchmarks/support_weights.py``; change the features and fit again.
"""

from __future__ import annotations

__all__ = ["WEIGHTS", "WEIGHTS_BY_WORDS"]

WEIGHTS = (
    -3.52,  # bias
    0.91,  # overlap
    0.22,  # best_overlap
    1.00,  # pairs
    -0.28,  # best_pairs
    1.08,  # longest_run
    1.09,  # numbers
    0.40,  # names
    1.26,  # similarity
    1.19,  # mean_similarity
    0.38,  # similarity_spread
    0.22,  # negation_differs
    -0.64,  # direction_differs
    0.19,  # hedge_lost
    0.35,  # contrast_near
    0.83,  # claim_length
    -1.89,  # evidence_length
)
"""With an embedder: balanced accuracy 0.700 over five folds by question."""

WEIGHTS_BY_WORDS = (
    -2.40,  # bias
    0.89,  # overlap
    0.14,  # best_overlap
    1.25,  # pairs
    -0.19,  # best_pairs
    1.11,  # longest_run
    1.07,  # numbers
    0.48,  # names
    0.14,  # similarity
    0.63,  # mean_similarity
    0.09,  # similarity_spread
    0.07,  # negation_differs
    -0.77,  # direction_differs
    0.09,  # hedge_lost
    0.30,  # contrast_near
    1.18,  # claim_length
    -1.80,  # evidence_length
)
"""Without one: 0.694."""
