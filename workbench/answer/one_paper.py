"""Questions about one paper of the library that the catalogue answers: who wrote it, who cites it.

Owns reading these out of a question, and telling which paper a name ("Pastry", "the Chubby paper",
a title) stands for. A name that fits no paper, or several, is said so and never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from workbench.answer.attribution import author_year
from workbench.answer.counted import Counted, Counter
from workbench.answer.words import visible
from workbench.types import CountScope, PaperSummary, Table

__all__ = ["about_one_paper"]

_MOST_ROWS = 50
_MANY_WORDS = 3
"""Words from which on a stretch of a title names a paper, and not only a matter."""
_CITE = r"(?:cites?|citing|references?|(?:has|have) (?:cited|referenced))"
_PAPER = r"(?:papers?|articles?|studies|publications?|works)"
_ANY = r"(?:which|what|how many)(?: other)?"
_INTRODUCED = (
    r"\b(?:present|introduce|propose|describe|buil[dt]|develop|design|implement|call|name)\w*"
    r"\b(?: (?:a|an|the|and|called|named|system|method))*[ ,(“\"]+"
)
"""How an abstract brings in the name of what its paper is about: "we have built Percolator"."""
_FRAME = re.compile(
    rf"^(?:the )?(?:{_PAPER} (?:on|about|called|titled|entitled) )?(?:the )?"
    rf"(?P<name>.+?)(?: {_PAPER})?$",
    re.IGNORECASE,
)


def about_one_paper(question: str, asked: CountScope, counter: Counter) -> Counted | None:
    """The answer where a question asks this of one paper; ``None`` where it asks something else.

    Args:
        question: What a person asked, the years that narrow it taken out.
        asked: Years and papers that narrow the papers counted.
        counter: The catalogue.
    """
    bare = question.strip().rstrip("?. ")
    for pattern, answer in _ASKED:
        match = pattern.search(bare)
        framed = _FRAME.match(match["name"].strip(" \"'“”,")) if match else None
        if framed:
            return answer(framed["name"].strip(" \"'“”,"), asked, counter)
    return None


def _who_cites(name: str, asked: CountScope, counter: Counter) -> Counted | None:
    found = _papers_called(name, counter)
    if len(found) > 1:
        return _several(name, found)
    if found:
        what = _titled(found[0])
        citing: Sequence[PaperSummary] = counter.detail(found[0].id).cited_by
    else:
        what = f"“{visible(name)}”, which it does not hold,"
        citing = counter.citing_work(name)
        if not citing:
            return Counted(f"{_unknown(name)} No paper of it cites a work of that title.", None)
    kept = [paper for paper in citing if _within(paper, asked)]
    are = f"{len(kept)} paper{'s' * (len(kept) != 1)} of your library cite{'s' * (len(kept) == 1)}"
    return Counted(f"{are} {what.rstrip(',')}{_years(asked)}.", _table(kept))


def _cites(name: str, asked: CountScope, counter: Counter) -> Counted | None:
    del asked  # one paper is asked for, whenever it appeared
    found = _papers_called(name, counter)
    if len(found) != 1:
        return _several(name, found) if found else Counted(_unknown(name), None)
    references = counter.detail(found[0].id).references
    held = {reference.cited_paper_id for reference in references} - {None}
    rows = tuple(
        (visible(reference.label) or str(n), visible(reference.title or reference.raw))
        for n, reference in enumerate(references, start=1)
    )
    text = (
        f"{_titled(found[0])} lists {len(references)} reference{'s' * (len(references) != 1)}, as "
        f"far as they could be read; your library holds {len(held)} of them."
    )
    return Counted(text, Table(("Reference", "Title"), rows) if rows else None)


def _who_wrote(name: str, asked: CountScope, counter: Counter) -> Counted | None:
    del asked  # one paper is asked for, whenever it appeared
    found = _papers_called(name, counter, anywhere=False)
    if not found:
        return None  # a person may be asked for, or a thing: the papers' texts may tell
    if len(found) > 1:
        return _several(name, found)
    authors = [visible(author) for author in found[0].authors]
    if not authors:
        return Counted(f"{_titled(found[0])}: its authors are not known.", None)
    named = authors[0] if len(authors) == 1 else f"{', '.join(authors[:-1])} and {authors[-1]}"
    return Counted(f"{_titled(found[0])} is by {named}.", None)


def _papers_called(name: str, counter: Counter, *, anywhere: bool = True) -> list[PaperSummary]:
    """The papers that a name stands for, by the surest sign that any of them has.

    A title that is the name or opens with it ("Pastry: …"), an abstract that brings it in, or,
    ``anywhere``, a title that holds it: that is often only the matter ("Early LISP history").
    """
    found = counter.naming(name)
    plain = re.escape(name)
    is_it = re.compile(rf"(?:the )?{plain}(?:\W*$| ?[:–—-] ?)", re.IGNORECASE)
    opens = re.compile(rf"(?:the )?{plain}\b", re.IGNORECASE)
    brings_in = re.compile(rf"{_INTRODUCED}{plain}\b", re.IGNORECASE)
    holds = re.compile(rf"\b{plain}\b", re.IGNORECASE)
    titled = [paper for paper, _ in found if holds.search(paper.title)]
    for papers in (
        [paper for paper, _ in found if name.lower() == paper.citekey.lower()],
        [paper for paper in titled if is_it.match(paper.title)],
        titled if len(name.split()) >= _MANY_WORDS else [],
        [paper for paper, abstract in found if brings_in.search(abstract)],
        [paper for paper in titled if opens.match(paper.title)],
        titled if anywhere else [],
    ):
        if papers:
            return papers
    return []


def _within(paper: PaperSummary, asked: CountScope) -> bool:
    if asked.papers and paper.id not in asked.papers:
        return False
    if asked.since is None and asked.until is None:
        return True
    return paper.year is not None and (asked.since or 0) <= paper.year <= (
        asked.until or paper.year
    )


def _years(asked: CountScope) -> str:
    since = f" since {asked.since}" if asked.since is not None else ""
    return since + (f" until {asked.until}" if asked.until is not None else "")


def _titled(paper: PaperSummary) -> str:
    return f"{author_year(paper)}, “{visible(paper.title)}”,"


def _unknown(name: str) -> str:
    return f"No paper of your library is called “{visible(name)}”."


def _several(name: str, found: Sequence[PaperSummary]) -> Counted:
    text = f"“{visible(name)}” may be any of {len(found)} papers of your library: ask by a title."
    return Counted(text, _table(found))


def _table(papers: Sequence[PaperSummary]) -> Table | None:
    rows = tuple((author_year(paper), visible(paper.title)) for paper in papers[:_MOST_ROWS])
    return Table(("Paper", "Title"), rows) if rows else None


_Answer = Callable[[str, CountScope, Counter], Counted | None]
_ASKED: tuple[tuple[re.Pattern[str], _Answer], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), answer)
    for pattern, answer in (
        (rf"\b{_ANY} {_PAPER} (?:does|do|did) (?P<name>.+?) (?:cite|reference|list)$", _cites),
        (rf"\b{_ANY} {_PAPER} are cited (?:by|in) (?P<name>.+)$", _cites),
        (rf"\b{_ANY} references (?:does|do|did) (?P<name>.+?) (?:have|list|contain)$", _cites),
        (r"\bhow many references are (?:there )?in (?P<name>.+)$", _cites),
        (r"\bhow (?:often|many times) (?:is|was|has) (?P<name>.+?) (?:been )?cited$", _who_cites),
        (r"\bhow many citations (?:does|do|has) (?P<name>.+?)(?: (?:have|got))?$", _who_cites),
        (rf"\b(?:{_PAPER}|who|authors)(?: (?:that|which))? {_CITE} (?P<name>.+)$", _who_cites),
        (r"^who (?:wrote|authored|(?:is|are|was|were) the authors? of) (?P<name>.+)$", _who_wrote),
    )
)
"""What is asked of one paper, and the answer; the name of the paper stands in ``name``."""
