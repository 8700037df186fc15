"""Sentences that may stand as quotes: notices may not, prose about the same words may."""

from __future__ import annotations

import pytest

from workbench.answer.readable import is_readable


@pytest.mark.parametrize(
    "notice",
    [
        "The authors and results of this paper are fictional; it was written as a sample.",
        "This work was supported in part by the National Example Foundation under Grant 12345.",
        "Permission to make digital copies of all or part of this work is granted without fee.",
        "Copyright 2004 by the authors of this paper and their institutions.",
        "Correspondence should be addressed to the first author at the department of botany.",
        "The views expressed here do not necessarily reflect those of the sponsoring agency.",
        "The authors declare that they have no competing financial interests in this work.",
        "We would like to thank the anonymous reviewers for many helpful comments on a draft.",
    ],
)
def test_notices_are_not_quoted(notice: str) -> None:
    assert not is_readable(notice)


@pytest.mark.parametrize(
    "prose",
    [
        "Pointer machines are supported by hardware that moves blocks between two memories.",
        "The correspondence between words and pages is stored in a table of four columns.",
        "Copyright law changes how libraries keep scans, as a survey of thirty shows.",
        "Readers are granted permission to enter when a lock has been released by its holder.",
    ],
)
def test_prose_with_the_words_of_a_notice_is_quoted(prose: str) -> None:
    assert is_readable(prose)


@pytest.mark.parametrize(
    "damaged",
    [
        "For every class we learn a threshold from the data as bk = \ufffdN Yik over all bags.",
        "Table 1: Performance comparison Table 2: Performance comparison on the Corel data set.",
    ],
)
def test_what_lost_a_sign_or_runs_two_captions_together_is_not_quoted(damaged: str) -> None:
    assert not is_readable(damaged)


def test_a_caption_by_itself_is_quoted() -> None:
    assert is_readable("Table 2: Performance of the five compared methods on the Corel data set.")


@pytest.mark.parametrize(
    "text",
    [
        "Owner Hash Hash Block Block Item Item are chained from the first to the last one.",
        "14 18 Wait-Free Lock-Free (Hendler et al.) locked threads of a stack in use.",
        "Experimental results with a prototype implementation are presented in Section 3.",
        "Next, we briefly outline how a node joins the ring and how it leaves.",
    ],
)
def test_lettering_and_signposts_are_no_quotes(text: str) -> None:
    assert not is_readable(text)


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        ("Table 1 shows precision at ten papers for growing weight.", False),
        ("Figure 3 plots the recall of both indexes over the beam.", False),
        ("Table 2 shows that the graph beats the tree by a wide margin.", True),
        ("Table 2 lists an error of 3.4 % on the second collection.", True),
        ("Figure 5 shows a higher recall with long passages in all sets.", True),
        ("Tables show what a reader looks for in a paper of this kind.", True),
    ],
)
def test_what_only_points_at_a_picture_is_not_quoted(text: str, readable: bool) -> None:
    assert is_readable(text) is readable
