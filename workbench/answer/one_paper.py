"""Questions about one paper of the library that the catalogue answers: who wrote it, who cites it.

Owns reading these out of a question, and telling which paper a name ("Pastry", "the Chubby paper",
a title) stands for. A name that fits no paper, or several, is said so and never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.answer.attribution import author_year, named_in_full
from workbench.answer.cited_works import told_works, works_named
from workbench.answer.counted import Counted, Counter
from workbench.answer.words import visible
from workbench.types import CountScope, PaperDetail, PaperSummary, Table

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
_APPOSED = (
    r"\b(?:we|paper|article) (?:present|introduce|propose|describe)s?\b"
    r"(?: (?!(?:and|but|than|with|over|to|against|on|in|from|like|as)\b)[\w-]+){1,8}, "
)
"""The name behind what it stands for: "we introduce a learning semantic parser, SCISSOR, that"."""
_FRAME = re.compile(
    rf"^(?:the )?(?:(?P<led>{_PAPER}|study|thesis)"
    r" (?P<link>on|about|by|called|titled|entitled) )?(?:the )?"
    rf"(?P<name>.+?)(?: (?P<ended>{_PAPER}|study|thesis))?$",
    re.IGNORECASE,
)
_NO_REFERENCE = (
    "No reference in it, as far as they could be read, has that among its authors or in its title."
)
_ET_AL = re.compile(r",? et al\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Name:
    """What a question calls a paper, and whether it says that it is one: "the RADOS paper"."""

    text: str
    is_paper: bool
    is_author: bool = False
    """Whether it is an author's name: "the paper by Okafor"."""
    is_matter: bool = False
    """Whether it is what a paper is on: "the paper on stemming"."""


_Answer = Callable[[_Name, CountScope, Counter], Counted | None]


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
            is_quoted = match["name"].lstrip()[:1] in '"“' if match else False
            is_paper = bool(framed["led"] or framed["ended"] or is_quoted)
            text = framed["name"].strip(" \"'“”,")
            link = (framed["link"] or "").lower()
            name = _Name(text, is_paper, link == "by", link in {"on", "about"})
            return answer(name, asked, counter)
    return None


def _who_cites(name: _Name, asked: CountScope, counter: Counter) -> Counted | None:
    called = [] if name.is_author else _papers_called(name, counter, anywhere=False)
    if not called:
        works = works_named(name.text, by_author=name.is_author)
        told = told_works(works, counter.citing, lambda p: _within(p, asked), _years(asked))
        if told:
            return Counted(*told)
    found = called or _papers_called(name, counter)
    if len(found) > 1:
        return _several(name, found)
    if not found:
        return Counted(f"{_unknown(name)} {_NO_REFERENCE}", None)
    kept = [paper for paper in counter.detail(found[0].id).cited_by if _within(paper, asked)]
    are = f"{len(kept)} paper{'s' * (len(kept) != 1)} of your library cite{'s' * (len(kept) == 1)}"
    return Counted(f"{are} {named_in_full(found[0])}{_years(asked)}.", _table(kept))


def _cites(name: _Name, asked: CountScope, counter: Counter) -> Counted | None:
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
    many = f"{len(references)} reference{'s' * (len(references) != 1)}"
    text = (
        f"{named_in_full(found[0])} lists {many}, as "
        f"far as they could be read; your library holds {len(held)} of them."
    )
    return Counted(text, Table(("Reference", "Title"), rows) if rows else None)


def _who_wrote(name: _Name, asked: CountScope, counter: Counter) -> Counted | None:
    del asked  # one paper is asked for, whenever it appeared
    return _told_of(name, counter, lambda paper: _authors_of(paper.summary))


def _told_of(name: _Name, counter: Counter, tell: Callable[[PaperDetail], str]) -> Counted | None:
    """What is told of the one paper of this name; ``None`` where none is called so.

    A person may be asked for then, or a thing, and the papers' texts may tell; what is said to be
    a paper is told not to be held, with the papers that speak of it.
    """
    found = _papers_called(name, counter, anywhere=False)
    if not found:
        return _not_held(name, counter) if name.is_paper else None
    if len(found) > 1:
        return _several(name, found)
    return Counted(f"{named_in_full(found[0])}{tell(counter.detail(found[0].id))}", None)


def _authors_of(paper: PaperSummary) -> str:
    authors = [visible(author) for author in paper.authors]
    if not authors:
        return ": its authors are not known."
    named = authors[0] if len(authors) == 1 else f"{', '.join(authors[:-1])} and {authors[-1]}"
    return f" is by {named}."


def _year_of(paper: PaperSummary) -> str:
    if paper.year is None:
        return ": its year is not known."
    if paper.year_is_file_date:
        return f": it prints no year, and its file was made in {paper.year}."
    return f" is from {paper.year}."


def _venue_of(paper: PaperSummary) -> str:
    known = visible(paper.venue)
    return f" appeared in {known}." if known else ": where it appeared is not known."


def _year_and_venue_of(paper: PaperSummary) -> str:
    if not paper.venue:
        return f"{_year_of(paper)} Where it appeared is not known."
    return f"{_year_of(paper)} It appeared in {visible(paper.venue)}."


def _pages_of(paper: PaperSummary) -> str:
    return f" has {paper.pages} page{'s' * (paper.pages != 1)}."


def _field_of(what: str, paper: PaperDetail) -> str:
    """One of its fields, in words."""
    kinds: dict[str, Callable[[PaperSummary], str]] = {
        "author": _authors_of,
        "year": _year_of,
        "venue": _venue_of,
        "journal": _venue_of,
        "page": _pages_of,
    }
    plain = what.lower().removeprefix("number of ").rstrip("s")
    if plain in kinds:
        return kinds[plain](paper.summary)
    called = what.upper() if plain == "doi" else what
    known = visible(
        {
            "doi": paper.doi,
            "title": paper.summary.title,
            "abstract": paper.abstract,
            "keyword": ", ".join(paper.keywords),
            "citation key": paper.summary.citekey,
        }[plain]
    )
    return f": its {called} is “{known}”." if known else f": its {called} is not known."


def _of_summary(tell: Callable[[PaperSummary], str]) -> _Answer:
    def answer(name: _Name, asked: CountScope, counter: Counter) -> Counted | None:
        del asked
        return _told_of(name, counter, lambda paper: tell(paper.summary))

    return answer


def _of_detail(what: str) -> _Answer:
    def answer(name: _Name, asked: CountScope, counter: Counter) -> Counted | None:
        del asked
        return _told_of(name, counter, lambda paper: _field_of(what, paper))

    return answer


def _papers_called(name: _Name, counter: Counter, *, anywhere: bool = True) -> list[PaperSummary]:
    """The papers that a name stands for, by the surest sign that any of them has.

    A title that is the name or opens with it ("Pastry: …"), an abstract that brings it in, or,
    ``anywhere``, a title that holds it: that is often only the matter ("Early LISP history"). What
    is said to be a paper ("the Quirk paper") may also be known by its authors. A paper that only
    speaks of a name is never taken for the paper of that name.
    """
    if name.is_author:
        return list(_by_author(name.text, counter))
    found = counter.naming(name.text)
    plain = re.escape(name.text)
    is_it = re.compile(rf"(?:the )?{plain}(?:\W*$| ?[:–—-] ?)", re.IGNORECASE)
    opens = re.compile(rf"(?:the )?{plain}\b", re.IGNORECASE)
    brings_in = re.compile(
        rf"{_INTRODUCED}{plain}\b|{_APPOSED}{plain}(?=[,.:;]| \()", re.IGNORECASE
    )
    holds = re.compile(rf"\b{plain}\b", re.IGNORECASE)
    titled = [paper for paper, _ in found if holds.search(paper.title)]
    signs = (
        [paper for paper, _ in found if name.text.lower() == paper.citekey.lower()],
        [paper for paper in titled if is_it.match(paper.title)],
        titled if len(name.text.split()) >= _MANY_WORDS else [],
        [paper for paper, abstract in found if brings_in.search(abstract)],
        [paper for paper in titled if opens.match(paper.title)],
        titled if anywhere or name.is_paper else [],
    )
    best: Sequence[PaperSummary] = next(filter(None, signs), [])
    return list(best or (_by_author(name.text, counter) if name.is_paper else []))


def _not_held(name: _Name, counter: Counter) -> Counted:
    if name.is_author:
        return Counted(f"Your library holds no paper by {visible(name.text)}.", None)
    mentioning = counter.listed(CountScope(mentioning=name.text), _MOST_ROWS)
    if not mentioning:
        return Counted(_unknown(name), None)
    many = len(mentioning)
    told = f"{_unknown(name)} {many} paper{'s' * (many != 1)} mention{'s' * (many == 1)} it."
    return Counted(told, _table(mentioning))


def _by_author(name: str, counter: Counter) -> Sequence[PaperSummary]:
    author = _ET_AL.sub("", name)
    return counter.listed(CountScope(author=author), _MOST_ROWS) if author[:1].isupper() else []


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


def _unknown(name: _Name) -> str:
    if name.is_matter:
        return f"No paper of your library has “{visible(name.text)}” in its title."
    return f"No paper of your library is called “{visible(name.text)}”."


def _several(name: _Name, found: Sequence[PaperSummary]) -> Counted:
    text = (
        f"“{visible(name.text)}” may be any of {len(found)} papers of your library: ask by a title."
    )
    return Counted(text, _table(found))


def _table(papers: Sequence[PaperSummary]) -> Table | None:
    rows = tuple((author_year(paper), visible(paper.title)) for paper in papers[:_MOST_ROWS])
    return Table(("Paper", "Title"), rows) if rows else None


_CAME_OUT = r"(?: been)? (?:published|appear(?:ed)?|c[ao]me out|written|from)"
_DID = r"(?:was|did|is|has)"
_WHEN = r"(?:(?:in )?(?:what|which) year|when)"
_WHERE = r"(?:where|in (?:what|which) (?:journal|venue|conference))"
_PLACE = rf"(?:{_WHEN}|{_WHERE})"
_FIELDS = (
    "year", "venue", "journal", "doi", "title", "abstract", "author", "authors", "keywords",
    "citation key", "number of pages", "pages",
)  # fmt: skip
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
        (
            (
                r"^(?:who (?:wrote|authored|(?:is|are|was|were) the authors? of)|"
                r"(?:name|list|give|show|tell|find)(?: me| us)?(?: all)? (?:of )?the authors? of) "
                r"(?P<name>.+)$"
            ),
            _who_wrote,
        ),
        (
            rf"^{_PLACE} and {_PLACE} {_DID} (?P<name>.+?){_CAME_OUT}$",
            _of_summary(_year_and_venue_of),
        ),
        (
            rf"^{_PLACE} {_DID} (?P<name>.+?){_CAME_OUT},? and {_PLACE}$",
            _of_summary(_year_and_venue_of),
        ),
        (rf"^{_WHEN} {_DID} (?P<name>.+?){_CAME_OUT}$", _of_summary(_year_of)),
        (rf"^how old is (?P<name>.+ {_PAPER})$", _of_summary(_year_of)),
        (rf"^{_WHERE} {_DID} (?P<name>.+?){_CAME_OUT}$", _of_summary(_venue_of)),
        (
            r"^how many pages (?:does|has|are (?:there )?in) (?P<name>.+?)(?: have)?$",
            _of_summary(_pages_of),
        ),
        (rf"^how long is (?P<name>.+ {_PAPER})$", _of_summary(_pages_of)),
        *(
            (rf"^(?:what|which) (?:is|are) the {field} of (?P<name>.+)$", _of_detail(field))
            for field in _FIELDS
        ),
    )
)
"""What is asked of one paper, and the answer; the name of the paper stands in ``name``."""
