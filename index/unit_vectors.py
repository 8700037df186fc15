"""What the vectors of a dense index must be: of the right shape, finite, of length one."""

from __future__ import annotations

import numpy as np

from index.errors import VectorError

__all__ = ["unit_vectors"]

_NORM_TOLERANCE = 1e-2


def unit_vectors(vectors: np.ndarray, count: int, dimension: int) -> np.ndarray:
    """Vectors as float32 (count, dimension).

    Raises:
        VectorError: They do not fit.
    """
    values = np.asarray(vectors, np.float32)
    if values.shape != (count, dimension):
        raise VectorError(f"vectors of shape {values.shape} where {(count, dimension)} is needed")
    lengths = np.linalg.norm(values, axis=1)
    # written so that NaN fails too
    if not np.all(np.abs(lengths - 1.0) <= _NORM_TOLERANCE):
        raise VectorError("a vector is not finite or not of length one")
    return values
