"""What a question says of time is found, and nothing is found where it says nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from workbench.search.understand import suggest
from workbench.search.years import Years, years_meant

NOW = 2026

TIMELESS = """
fine-tuning BERT at 2018-scale compute budgets
was Windows 95 the first system with plug and play?
does aspirin help against COVID-19?
which architecture did the ImageNet 2012 winners use?
how well do models do on the TREC 2019 deep learning track?
SemEval-2014 task 4 aspect extraction
ISO 9001:2015 audits in hospitals
RSA with 2048 bit keys
the 1000 genomes project and rare variants
a signal from 1500 to 2000 Hz
between 1500 and 2000 participants were enrolled
loss after 2000 iterations
before 1500 steps the loss is flat
context windows up to 2048 tokens
is a vector of 1024 dimensions enough?
temperatures from 1200 to 1900 K in steel making
climate projections by 2100
carbon neutrality by 2050
Nineteen Eighty-Four and surveillance
2001: A Space Odyssey and computers that speak
year 2000 problem in embedded controllers
RFC 1918 private addresses
what is attention is all you need about?
how do transformers work?
what does BERT learn about syntax?
GPT-3 few shot prompting
is deep learning a black box?
cosine similarity before and after normalisation
pre-training and post-training quantisation
before the first layer a token is embedded
after training the weights are averaged
does sleep before exams help students?
post-operative pain after surgery
since the gradient is zero, does learning stop?
from theory to practice in software testing
how old is the universe?
the age of a galaxy from its colour
half-life of caffeine in adults
electric current in a superconductor
current density in batteries
real time rendering of clouds
time series forecasting with gradient boosting
temporal difference learning
space-time tradeoffs in hashing
long short-term memory
the era of a word in a dictionary
early stopping and late fusion
Kepler's laws of planetary motion
Planck's constant measured with a watt balance
how did Galileo measure falling bodies?
Euclid's algorithm for common divisors
Juno and Jupiter in Roman religion
Apollo and Dionysus in Nietzsche
swift programming language generics
wise crowds and forecasting
stereo matching with graph cuts
dawn chorus of birds
the web of trust in cryptography
what is PageRank?
CRISPR off-target effects
graphene conductivity
is the LHC luminosity limited by its magnets?
catalogue of 1500 stars
1918 samples were labelled by hand
in 2000 patients with diabetes
RoBERTa versus BERT on GLUE
last layer features of a network
the last token and the first token
past tense formation in English verbs
the next decade-long trial
second language learners in their twenties
cells in the thirties of passage number
hundred year floods of the Rhine
5 year survival after breast cancer
3 year old children and false belief
two decades of life expectancy lost to smoking
how many years does a doctorate take?
""".strip().splitlines()

DATED: list[tuple[str, tuple[Years, ...]]] = [
    ("retrieval with transformers since 2018", ((2018, None),)),
    ("what changed in ranking after 2015?", ((2016, None),)),
    ("index structures before 1990", ((None, 1989),)),
    ("pre-2005 work on sensor networks", ((None, 2004),)),
    ("post-2005 work on sensor networks", ((2006, None),)),
    ("papers from 2017 on attention", ((2017, 2017),)),
    ("methods published in 2019", ((2019, 2019),)),
    ("question answering from 2016 onwards", ((2016, None),)),
    ("topic models between 2003 and 2010", ((2003, 2010),)),
    ("work on parsing from 1990 to 1995", ((1990, 1995),)),
    ("work on parsing during 1990-1995", ((1990, 1995),)),
    ("compilers in the 1990s", ((1990, 1999),)),
    ("compilers in the nineties", ((1990, 1999),)),
    ("compilers in the early 1980s", ((1980, 1984),)),
    ("compilers since the 1970s", ((1970, None),)),
    ("time sharing before the 1970s", ((None, 1969),)),
    ("graph learning in the last decade", ((2016, None),)),
    ("graph learning over the past five years", ((2021, None),)),
    ("graph learning in the last 3 years", ((2023, None),)),
    ("no older than 10 years", ((2016, None),)),
    ("translation before transformers", ((None, 2016),)),
    ("machine translation before the transformer", ((None, 2016),)),
    ("sentence similarity since BERT", ((2018, None),)),
    ("essay writing after ChatGPT", ((2022, None),)),
    ("pre-BERT sentence encoders", ((None, 2017),)),
    ("vision in the deep learning era", ((2012, None),)),
    ("teaching in the age of large language models", ((2020, None),)),
    ("ocean heat after 2010 but before 2016", ((2011, 2015),)),
    ("exoplanets before 2010 or after 2020", ((None, 2009), (2021, None))),
    ("sunspots in cycle 22 (1986-1996) and cycle 24 (2008-2019)", ((1986, 1996), (2008, 2019))),
    ("effects of the 2010 Eyjafjallajökull eruption on air traffic", ((2010, None),)),
    ("parallax from data of the Gaia DR2 release", ((2018, None),)),
    ("theory before and after the 1905 papers", ()),
    ("cataloguing before and after the web", ()),
]

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("CARREL_DATA", ROOT.parent / "shared" / "data"))
GOLD = DATA / "support" / "temporal_queries.json"
GOLD_YEAR = 2024
"""The year in which the published questions were written."""


def _years(question: str, this_year: int = NOW) -> tuple[Years, ...]:
    meant = years_meant(question, this_year)
    return meant.ranges if meant else ()


def test_questions_without_time_suggest_no_years() -> None:
    assert len(TIMELESS) >= 60
    invented = {query: found for query in TIMELESS if (found := _years(query))}
    assert not invented


@pytest.mark.parametrize(("question", "expected"), DATED)
def test_years_are_read_as_they_are_said(question: str, expected: tuple[Years, ...]) -> None:
    assert _years(question) == expected


def _holds(rule: str, year: int) -> bool:
    """Whether a published filter lets a year through; its only words are these."""
    python = rule.replace(" AND ", " and ").replace(" OR ", " or ")
    assert not set(python) - set("year and or()<>=! 0123456789")
    return bool(eval(python, {"year": year}))


def test_published_questions_get_their_filter() -> None:
    if not GOLD.exists():
        pytest.skip("the published questions are not on this machine")
    rows = json.loads(GOLD.read_text(encoding="utf-8"))
    wrong = []
    for row in rows:
        meant = _years(row["query_text"], GOLD_YEAR)
        rule = row["expected_year_filter"]
        for year in range(1000, GOLD_YEAR + 2):
            kept = not meant or any((f or 0) <= year <= (t or 9999) for f, t in meant)
            if kept != (rule is None or _holds(rule, year)):
                wrong.append(row["query_text"])
                break
    assert len(wrong) <= len(rows) // 10, wrong


def test_suggestions_tell_their_words_and_are_filters() -> None:
    [years, recency] = suggest("What is new in ranking since 2018?", NOW)
    assert years.filter == "year:2018.."
    assert years.words == "since 2018"
    assert years.label == "2018 or later"
    assert recency.kind == "recency"
    [either, _] = suggest("exoplanets before 2010 or after 2020", NOW)
    assert either.filter == "(year:..2009 OR year:2021..)"


def test_newness_is_suggested_where_it_is_asked_for() -> None:
    for question in ("the latest work on ranking", "recent advances in parsing"):
        [only] = suggest(question, NOW)
        assert only.kind == "recency"
    for question in ("current density in batteries", "how do transformers work?"):
        assert not suggest(question, NOW)


class _Names:
    """A library with one author and one venue."""

    def has_author(self, name: str) -> bool:
        return name == "Vaswani"

    def has_venue(self, name: str) -> bool:
        return name == "SIGIR"


def test_only_names_that_the_library_has_are_suggested() -> None:
    found = suggest("what did Vaswani et al. say in papers at SIGIR?", NOW, _Names())
    assert {s.filter for s in found} == {"author:Vaswani", "venue:SIGIR"}
    assert not suggest("theorems by Noether in papers at KDD", NOW, _Names())


class _Shelf:
    """A library with papers by a few people, two of whom have names that are words too."""

    def has_author(self, name: str) -> bool:
        return name in {"Lampson", "Codd", "Gray", "Young", "Markov", "Butler Lampson"}

    def has_venue(self, name: str) -> bool:
        return name == "TODS"


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("Lampson before transformers", {"year:..2016", "author:Lampson"}),
        ("Lampson on system design before transformers", {"year:..2016", "author:Lampson"}),
        ("Lampson hints for computer systems prior to 1990", {"year:..1989", "author:Lampson"}),
        ("what did Lampson say about caching before 1990?", {"year:..1989", "author:Lampson"}),
        ("according to Butler Lampson, what makes an interface good?", {'author:"Butler Lampson"'}),
        ("Lampson and Codd on protection", {"author:Lampson", "author:Codd"}),
        ("Codd's argument for the relational model", {"author:Codd"}),
        ("Young stars before 2010", {"year:..2009"}),
        ("Gray whales since 2010", {"year:2010.."}),
        ("Gray et al. on transactions", {"author:Gray"}),
        ("what did Gray say about locks?", {"author:Gray"}),
        ("Markov chains and mixing times", set()),
    ],
)
def test_people_are_suggested_together_with_years(question: str, filters: set[str]) -> None:
    found = suggest(question, NOW, _Shelf())
    assert {s.filter for s in found if s.kind != "recency"} == filters
