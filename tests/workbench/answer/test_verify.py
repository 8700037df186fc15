"""The checker: what quotes hold up, and what they do not, in cases any reader would agree on."""

from __future__ import annotations

import pytest

from workbench.answer.support_features import faults
from workbench.answer.verify import verify
from workbench.types import Support

QUOTE = (
    "The proximity graph of Feld answers a query in 1.2 ms on one million vectors, and its recall "
    "increased from 91% to 97% when the beam was widened."
)


@pytest.mark.parametrize(
    "sentence",
    [
        "The proximity graph of Feld answers a query in 1.2 ms on one million vectors.",
        "Recall increased from 91% to 97% when the beam was widened.",
        "its recall increased from 91 % to 97 %",
    ],
)
def test_what_the_quote_says_is_supported(sentence: str) -> None:
    assert verify(sentence, [QUOTE]).support is Support.SUPPORTED


@pytest.mark.parametrize(
    ("sentence", "because"),
    [
        ("The proximity graph of Feld answers a query in 2.1 ms on one million vectors.", "2.1"),
        ("The recall of the graph increased from 91% to 99% when the beam was widened.", "99"),
        (
            "The proximity graph does not answer a query in 1.2 ms on one million vectors.",
            "negated",
        ),
        ("The recall of the graph decreased to 97% when the beam was widened.", "direction"),
        ("Card catalogues were sorted by the family names of authors.", "else"),
    ],
)
def test_what_the_quote_does_not_say_is_not_supported(sentence: str, because: str) -> None:
    verdict = verify(sentence, [QUOTE])
    assert verdict.support is Support.UNSUPPORTED
    assert because in verdict.reason


def test_a_name_that_is_not_in_the_quote_is_never_fully_supported() -> None:
    verdict = verify(
        "The proximity graph of Brandt answers a query in 1.2 ms on one million vectors.", [QUOTE]
    )
    assert verdict.support is not Support.SUPPORTED
    assert "brandt" in verdict.reason


def test_a_lost_doubt_is_told() -> None:
    found = faults("The drug prevents relapse.", ["The drug may prevent relapse."])
    assert found.hedge
    assert not faults("The drug may prevent relapse.", ["The drug may prevent relapse."]).hedge


def test_nothing_cited_supports_nothing() -> None:
    assert verify("Graphs are fast.", []).support is Support.UNSUPPORTED


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("It took 1000 ms.", "It took 1,000 ms."),
        ("About 12 percent were lost.", "About 12% were lost."),
        ("Three users were served.", "3 users were served."),
        ("It has a 30-fold overhead.", "It has a 30 fold overhead."),
    ],
)
def test_numbers_are_compared_by_value_not_by_how_they_are_written(claim: str, quote: str) -> None:
    assert not faults(claim, [quote]).numbers


def test_a_percentage_is_not_the_bare_number() -> None:
    assert faults("It lost 12% of them.", ["It lost 12 of them."]).numbers == ("12%",)


def test_of_several_sentences_the_worst_one_tells() -> None:
    true = "The proximity graph of Feld answers a query in 1.2 ms on one million vectors."
    padded = f"{true} This helps readers understand the context and the methodology behind it."
    assert verify(true, [QUOTE]).support is Support.SUPPORTED
    assert verify(padded, [QUOTE]).support is Support.UNSUPPORTED
