"""Whether a sentence supports a claim, disputes it, or only shares its words."""

from __future__ import annotations

import pytest

from workbench.answer.stance import Stance, disagreeing, stance_of

_LOCKS = "A lock manager is better than an agreement library"
_CUCKOO = "Cuckoo tables use less memory than chained tables"


@pytest.mark.parametrize(
    ("claim", "sentence", "stance"),
    [
        # words shared, nothing said of the claim
        (_LOCKS, "Shipping an agreement library solves none of what the lock manager does.", ""),
        (_CUCKOO, "Each of our cuckoo tables takes four megabytes of memory per server.", ""),
        ("Weak ordering is sufficient for web shops", "Weak ordering in web shops is common.", ""),
        (
            "Shuffling is effective against overwriting attacks",
            "Shuffling can be undone by attacks that first leak one address, then overwriting it.",
            "",
        ),
        (
            "The ledger is insecure if attackers hold most computing power",
            "The ledger is secure as long as attackers do not hold most computing power.",
            "",
        ),
        (
            "Falcon is slower than Heron",
            "The coordinator could be run by other services, such as Heron or Falcon.",
            "",
        ),
        # said
        (_LOCKS, "For most teams a lock manager is better than an agreement library.", "supports"),
        (_LOCKS, "An agreement library is better than a lock manager.", "disputes"),
        (_CUCKOO, "Cuckoo tables need less memory than chained tables do.", "supports"),
        (_CUCKOO, "Cuckoo tables need more memory than chained tables do.", "disputes"),
        ("Falcon outperforms Heron", "We find that Heron outperforms Falcon.", "disputes"),
        (
            "Weak ordering is sufficient for web shops",
            "Weak ordering is not sufficient for most web shops.",
            "disputes",
        ),
        (
            "Weak ordering is sufficient for web shops",
            "Although clocks are not needed, weak ordering is sufficient for such web shops.",
            "supports",
        ),
        (
            "Reranking improves precision in small libraries",
            "In small libraries reranking reduced precision.",
            "disputes",
        ),
    ],
)
def test_stance(claim: str, sentence: str, stance: str) -> None:
    assert stance_of(claim, sentence) is Stance(stance or "neutral")


@pytest.mark.parametrize(
    ("sentence", "about", "stance"),
    [
        ("An H-tree takes inserts many times faster than a B-tree.", "H-trees and buffers", ""),
        ("An H-tree takes inserts many times faster than a B-tree.", "Batched trees", "supports"),
        ("Our structure takes inserts faster than a B-tree.", "Batched trees", "supports"),
        ("Hash tables take inserts faster than a B-tree.", "Batched trees", ""),
        ("A batched tree is no faster for inserts than a B-tree.", "", "disputes"),
        ("A batched tree is no faster for queries than a B-tree.", "", ""),
        ("Inserts matter, but batched trees answer queries faster than B-trees.", "", ""),
        ("For inserts, B-trees are faster than batched trees.", "", "disputes"),
    ],
)
def test_in_what_and_of_whose_a_comparison_is_made(sentence: str, about: str, stance: str) -> None:
    claim = "Batched trees are faster than B-trees for inserts"
    assert stance_of(claim, sentence, about) is Stance(stance or "neutral")


def test_a_negation_elsewhere_is_no_disagreement() -> None:
    one = "Snapshot isolation gives every transaction a stable snapshot of the stored data."
    other = "Snapshot isolation over stored data does not provide serializability to a transaction."
    assert disagreeing([("a", one), ("b", other)]) == []
    yes = "Snapshot isolation provides serializability to a transaction over stored data."
    assert disagreeing([("a", yes), ("b", other)]) == [(0, 1)]
