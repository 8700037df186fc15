"""Sentences that may stand as quotes: notices may not, prose about the same words may."""

from __future__ import annotations

import pytest

from workbench.answer.readable import dangles, is_readable, loses_subject


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


@pytest.mark.parametrize(
    ("sentence", "leans"),
    [
        ("When coupled with the guard, the overhead is 116% on average.", True),
        ("If measured by hand, it takes an hour or more.", True),
        ("When coupled with the guard, Quire adds an overhead of 116%.", False),
        ("When the guard is coupled with Quire, the overhead is 116%.", False),
    ],
)
def test_a_clause_without_its_subject_leans_on_what_is_not_there(
    sentence: str, leans: bool
) -> None:
    assert dangles(sentence) is leans


@pytest.mark.parametrize(
    ("sentence", "quotable"),
    [
        ("Peter Druschel thanks Microsoft Research for its support during the visit.", False),
        ("Mike Burrows and many others provided helpful comments on earlier drafts.", False),
        ("Thanks to the cache, most of the requests are served without a disk.", True),
        ("The server acknowledges every message that a client sends to it.", True),
    ],
)
def test_thanks_to_people_say_nothing_of_what_they_did(sentence: str, quotable: bool) -> None:
    assert is_readable(sentence) is quotable


@pytest.mark.parametrize(
    "words",
    [
        "This edition was prepared by a hand press from the papers of the author.",
        "The 1923 English translation changed the notation of the paper of 1905 throughout.",
        "Resources: Ada Example, Ida Feld and two more of the same laboratory.",
        "Section 3 is devoted to the statement of our main result on sparse matrices.",
        "Tomorrow’s lecture will have to be taken up by an attempt to clarify the notion.",
        "We begin with a discussion of the problem of the hidden senders in a ring.",
        "The remainder of this paper treats wide rings and the nodes that leave them.",
    ],
)
def test_words_of_editors_and_of_where_things_stand_are_no_quotes(words: str) -> None:
    assert not is_readable(words)


@pytest.mark.parametrize(
    "prose",
    [
        "The translation of addresses was made faster by a table in every one of the nodes.",
        "Half of the edition of the index is devoted to words that hardly anybody asks for.",
        "We begin with a large step and halve it whenever the error of the filter grows.",
    ],
)
def test_prose_with_the_words_of_editors_is_quoted(prose: str) -> None:
    assert is_readable(prose)


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ("The theory was read before the whole meeting of the winter (Paris.", False),
        ("The filter was set as wide as the grid allows, as is shown in Fig.", False),
        ("The theory was read before the meeting of the winter (in Paris).", True),
    ],
)
def test_a_sentence_ends_outside_its_brackets_and_not_at_a_short_form(
    sentence: str, whole: bool
) -> None:
    assert is_readable(sentence) is whole


@pytest.mark.parametrize(
    ("sentence", "leans", "lost"),
    [
        ("It is easily seen that this algorithm looks at half of the items.", True, True),
        (
            "The search of a wide ring was shown, and it is clear that this search halves it.",
            False,
            False,
        ),
        ("They were read by forty people in the first of the two winters.", True, True),
        ("It is known that heat takes a third of the yield of the field.", True, False),
        ("The system itself was small and was sealed off from the others.", True, False),
        ("The term was intended for the left side of such an assignment.", True, False),
        ("The system of rings was small and was sealed off from the others.", False, False),
        ("If no such node is known, the message goes to one that is nearer.", True, True),
        ("Although such flexibility is desired, large ones are hard to run.", True, True),
        ("With such rings as these in mind, the tree was built by its users.", True, True),
        ("In languages such as Quire, a list is read from its left to right.", False, False),
        ("We show that this paper holds the first proof of the lower bound.", False, False),
    ],
)
def test_a_sentence_whose_subject_is_named_before_it_leans(
    sentence: str, leans: bool, lost: bool
) -> None:
    assert dangles(sentence) is leans
    assert loses_subject(sentence) is lost
