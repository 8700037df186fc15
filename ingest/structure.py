"""From pages of fragments to a structured paper.

Owns calling the steps of structure in order: furniture, reading order, blocks, front matter,
headings, captions, references, paragraphs, passages. Refuses to open files.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.abstract import Opening, mark_abstract
from ingest.blocks import Block, BodyType, Role, body_type, into_blocks
from ingest.captions import mark_captions, mark_floats
from ingest.citations import CitationIndex
from ingest.columns import in_reading_order
from ingest.dating import Evidence, identify, without_reprint_year
from ingest.document import PdfDocument
from ingest.figures import read_figures
from ingest.front_matter import FrontMatter, read_front_matter
from ingest.furniture import Furniture, PageFragments, without_furniture
from ingest.headings import REFERENCE_NAMES, heading_name, mark_headings
from ingest.hyphens import Vocabulary, join_with_offsets, without_inner_breaks
from ingest.identifiers import without_version
from ingest.kinds import Cues, kind_of, shape_of
from ingest.language import language_of
from ingest.letters import Letter, read_letter
from ingest.limits import ReadOptions
from ingest.lines import Line
from ingest.notes import mark_edge_notes, mark_notes, mark_running_lines
from ingest.pages import TakenPages
from ingest.paper import Field, Paper, Passage, PassageKind, Reference, Section
from ingest.passages import Paragraph, PassageBuilder, into_passages
from ingest.pieces import pieces_of
from ingest.reference_authors import repeats_authors
from ingest.reference_fields import parse_reference
from ingest.reference_list import looks_like_list, split_entries, starts_entry
from ingest.run_in import part_run_in_headings, rejoin
from ingest.side_notes import mark_side_notes
from ingest.slides import mark_slide_titles, without_slide_furniture
from ingest.textclean import RAISED_CLOSE, RAISED_OPEN, plain
from ingest.tokens import TokenCounter

__all__ = ["structured"]


@dataclass(slots=True)
class _Layout:
    """What the layout steps found."""

    blocks: list[Block]
    body: BodyType
    front: FrontMatter
    opening: Opening
    furniture: Furniture
    vocabulary: Vocabulary
    identity: dict[str, Field]
    kind: Field | None


@dataclass(frozen=True, slots=True)
class _Text:
    """What was made of the running text; the abstract is whole, without superscripts."""

    passages: list[Passage]
    references: list[Reference]
    abstract: str


def structured(
    document: PdfDocument,
    taken: TakenPages,
    sha256: str,
    size: int,
    count_tokens: TokenCounter,
    options: ReadOptions,
) -> Paper:
    """Build the paper from the pages that were taken."""
    layout = _layout(document, taken)
    front = layout.front
    builder = PassageBuilder(
        sha256, front.title, count_tokens, options.max_tokens, options.overlap_tokens
    )
    text = _text(layout, builder, taken.printed)
    identity = without_reprint_year(layout.identity, text.references, has_text=bool(text.passages))
    return Paper(
        path=str(document.path),
        sha256=sha256,
        bytes=size,
        pages=tuple(taken.pages),
        title=front.title,
        authors=front.authors,
        year=int(identity["year"].value) if "year" in identity else None,
        doi=_value(layout, "doi"),
        arxiv_id=without_version(_value(layout, "arxiv_id")),
        venue=_value(layout, "venue"),
        abstract=text.abstract,
        keywords=layout.opening.keywords,
        language=language_of(" ".join(passage.text for passage in text.passages[:60])),
        sections=_sections(layout),
        references=tuple(text.references),
        passages=tuple(text.passages),
        warnings=_warnings(taken, text),
        affiliations=front.affiliations,
        emails=front.emails,
        provenance=front.provenance | identity | _told(layout, text.abstract),
        subtitle=front.subtitle,
        kind=layout.kind.value if layout.kind else "",
        figures=read_figures(
            layout.blocks,
            {page.number: page.height for page in taken.pages},
            layout.vocabulary,
        ),
    )


def _text(layout: _Layout, builder: PassageBuilder, printed: Sequence[str]) -> _Text:
    """Cut the running text into passages and tie them to the entries of the reference list.

    Args:
        layout: The document's.
        builder: Its passages'.
        printed: The letters of each page, in the file's own order.
    """
    references = _references(layout)
    paragraphs = _paragraphs(layout)
    passages = [_with_pieces(p, printed[p.page - 1]) for p in into_passages(paragraphs, builder)]
    abstract = " ".join(
        plain(_RAISED.sub("", paragraph.text))
        for paragraph in paragraphs
        if paragraph.kind is PassageKind.ABSTRACT
    )
    return _Text(_with_citations(passages, builder.marked_texts, references), references, abstract)


def _sections(layout: _Layout) -> tuple[Section, ...]:
    return tuple(
        Section(block.title, block.level, block.page)
        for block in layout.blocks
        if block.role is Role.HEADING
    )


def _warnings(taken: TakenPages, text: _Text) -> tuple[str, ...]:
    """Return what taking the pages warned of; silence about a paper without text is broken."""
    if text.passages or taken.warnings:
        return tuple(taken.warnings)
    return ("no text worth searching was found in it",)


def _with_pieces(passage: Passage, printed: str) -> Passage:
    """Note which parts of a passage its page's own text holds in one piece, if not all of it."""
    pieces = pieces_of(passage.text, printed)
    return replace(passage, pieces=pieces) if pieces else passage


def _with_citations(
    passages: Sequence[Passage], marked: Sequence[str], references: Sequence[Reference]
) -> list[Passage]:
    """Tie the markers in each passage's text to entries of the reference list."""
    index = CitationIndex(references, marked)
    return [
        replace(passage, cites=index.cited(text)) if references else passage
        for passage, text in zip(passages, marked, strict=True)
    ]


def _told(layout: _Layout, abstract: str) -> dict[str, Field]:
    """Return where keywords, abstract and kind came from."""
    kind = {"kind": layout.kind} if layout.kind else {}
    return layout.opening.fields(abstract) | kind


def _value(layout: _Layout, name: str) -> str:
    found = layout.identity.get(name)
    return found.value if found else ""


def _layout(document: PdfDocument, taken: TakenPages) -> _Layout:
    raw = body_type([line for page in taken.fragments for line in page.fragments])
    shape = shape_of(taken.pages, raw)
    if shape == "slides":
        pages, furniture = without_slide_furniture(taken.fragments, raw)
    else:
        pages, furniture = without_furniture(taken.fragments)
    lines: list[Line] = []
    for page in pages:
        lines += _page_in_order(page)
    body = body_type(lines)
    blocks = into_blocks(lines, body)
    mark_captions(blocks)
    heights = {page.number: page.height for page in pages}
    furniture.notes.extend(mark_edge_notes(blocks, body, heights))
    letter = None if shape else read_letter(blocks, len(taken.pages))
    front = read_front_matter(blocks, body, document.metadata(), document.xmp())
    if letter:
        front.become_letter(letter)
    furniture.notes.extend(mark_running_lines(blocks, front.title, body, heights))
    outline = document.outline()
    if shape == "slides":
        mark_slide_titles(blocks, body, heights, front.end)
    else:
        partings = part_run_in_headings(blocks, body, front.end)
        mark_headings(blocks, body, outline, front.end)
        rejoin(blocks, partings)
    _mark_sections(blocks)
    furniture.notes.extend(mark_notes(blocks, body, heights))
    mark_floats(blocks, body)
    mark_side_notes(blocks, body)
    is_paper = shape != "slides" and letter is None
    opening = mark_abstract(blocks, document.metadata()) if is_paper else Opening()
    identity = _identified(document, blocks, furniture)
    edges = [*furniture.notes, *dict.fromkeys(furniture.running), *furniture.stamps]
    kind = _form(shape, letter) or kind_of(Cues(taken.pages, blocks, identity, edges, outline))
    vocabulary = Vocabulary(line.text for line in lines)
    if is_paper:
        _mark_unheaded_references(blocks, vocabulary)
    _spare_plain_documents(blocks)
    return _Layout(blocks, body, front, opening, furniture, vocabulary, identity, kind)


def _form(shape: str, letter: Letter | None) -> Field | None:
    """Return the kind that the form of the pages tells by itself."""
    if shape or letter:
        return Field(shape or "letter", "page", _FORM_CONFIDENCE)
    return None


def _page_in_order(page: PageFragments) -> list[Line]:
    """Order upright text by columns; text on its side follows, unless it is a chart's label."""
    upright = [line for line in page.fragments if not line.direction]
    sideways = [line for line in page.fragments if line.direction]
    ordered = in_reading_order(upright, right_to_left=_reads_leftwards(upright))
    letters = sum(len(line.text) for line in sideways)
    if sideways and (letters > _SIDE_TEXT or not upright):
        last = ordered[-1].region if ordered else 0
        for line in sideways:
            line.region, line.column_x0, line.column_x1 = last + 1, line.x0, line.x1
        ordered += sideways
    return ordered


def _reads_leftwards(lines: Sequence[Line]) -> bool:
    """Return whether most letters of the page are Hebrew or Arabic."""
    text = "".join(line.text for line in lines[:80])
    if not _RIGHT_TO_LEFT.search(text):
        return False
    rtl = sum(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)
    return rtl > 0.5 * sum(char.isalpha() for char in text)


def _identified(
    document: PdfDocument, blocks: Sequence[Block], furniture: Furniture
) -> dict[str, Field]:
    first = blocks[0].page if blocks else 1
    early = [block for block in blocks if block.page <= first + 1]
    front = [b.text for b in early if b.role is Role.FRONT]
    front += [b.text for b in early if b.role is Role.FOOTNOTE and b.page == first]
    body = [b.text for b in early if b.role is Role.BODY and b.page == first]
    evidence = Evidence(
        front=front,
        notes=[*furniture.notes, *dict.fromkeys(furniture.running)],
        stamps=furniture.stamps,
        body=body,
        metadata=document.metadata(),
        xmp=document.xmp(),
        file_stem=document.path.stem,
    )
    return identify(evidence)


def _spare_plain_documents(blocks: Sequence[Block]) -> None:
    """What is no paper has no front matter: its first lines are text like all the others.

    A letter or a form of a few lines is text even where they look like headings and small print.
    """
    if not any(block.role in {Role.ABSTRACT, Role.REFERENCES} for block in blocks):
        for block in blocks:
            if block.role is Role.FRONT:
                block.role = Role.BODY
    if any(block.role in _TEXT_ROLES and len(block.text) > 15 for block in blocks):
        return
    for block in blocks:
        if block.role in {Role.DROPPED, Role.HEADING}:
            block.role = Role.BODY


def _mark_sections(blocks: Sequence[Block]) -> None:
    """Give the blocks below ``Abstract`` and ``References`` their roles."""
    role = Role.BODY
    for block in blocks:
        if block.role is Role.HEADING:
            name = heading_name(block.title)
            role = Role.REFERENCES if name in REFERENCE_NAMES else Role.BODY
        elif block.role is Role.BODY:
            block.role = role


def _references(layout: _Layout) -> list[Reference]:
    lines = [line for b in layout.blocks if b.role is Role.REFERENCES for line in b.lines]
    entries = split_entries(lines, layout.vocabulary)
    parsed: list[Reference] = []
    for place, entry in enumerate(entries, start=1):
        reference = parse_reference(entry, place)
        if parsed and repeats_authors(entry.text) and not reference.authors:
            reference = replace(reference, authors=parsed[-1].authors)
        parsed.append(reference)
    return parsed


_FORM_CONFIDENCE = 0.9
"""Slides, posters and letters are told by several signs at once."""
_TAIL_BLOCKS = 30
"""A list without a heading is looked for in so many last blocks."""


def _mark_unheaded_references(blocks: Sequence[Block], vocabulary: Vocabulary) -> None:
    """Find a reference list that ends the text without a heading, where there is none with one."""
    if any(block.role is Role.REFERENCES for block in blocks):
        return
    tail = [block for block in blocks if block.role is Role.BODY][-_TAIL_BLOCKS:]
    for place, block in enumerate(tail):
        if block.page == blocks[0].page or not starts_entry(block.text):
            continue
        entries = split_entries([line for b in tail[place:] for line in b.lines], vocabulary)
        if looks_like_list(entries):
            for found in tail[place:]:
                found.role = Role.REFERENCES
            return


_TEXT_ROLES = frozenset(
    {Role.BODY, Role.ABSTRACT, Role.CAPTION, Role.FOOTNOTE, Role.FLOAT, Role.REFERENCES}
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SIDE_TEXT = 200
"""So many characters on their side are a table or a page turned, not the labels of a chart."""
_RAISED = re.compile(f"{RAISED_OPEN}[^{RAISED_CLOSE}]*{RAISED_CLOSE}")
_ENDED = re.compile(r"[.!?:。][\"'”’)\]\s]*$")


def _paragraphs(layout: _Layout) -> list[Paragraph]:
    paragraphs: list[Paragraph] = []
    path: list[str] = []
    waiting: list[Line] = []

    def flush(kind: PassageKind) -> None:
        if waiting:
            paragraphs.append(_paragraph(waiting, " > ".join(path), kind, layout.vocabulary))
            waiting.clear()

    kind = PassageKind.BODY
    floats: list[Paragraph] = []
    for block in layout.blocks:
        if block.role is Role.HEADING:
            flush(kind)
            paragraphs += floats
            floats = []
            del path[block.level - 1 :]
            path.append(block.title)
        elif block.role is Role.CAPTION:
            floats.append(
                _paragraph(block.lines, " > ".join(path), PassageKind.CAPTION, layout.vocabulary)
            )
        elif block.role in {Role.FOOTNOTE, Role.FLOAT}:
            floats.append(
                _paragraph(block.lines, " > ".join(path), PassageKind.BODY, layout.vocabulary)
            )
        elif block.role in {Role.BODY, Role.ABSTRACT}:
            here = PassageKind.ABSTRACT if block.role is Role.ABSTRACT else PassageKind.BODY
            if here is not kind or (waiting and _ENDED.search(waiting[-1].text)):
                flush(kind)
            kind = here
            waiting += block.lines
    flush(kind)
    return paragraphs + floats


def _paragraph(
    lines: Sequence[Line], section: str, kind: PassageKind, vocabulary: Vocabulary
) -> Paragraph:
    texts = [without_inner_breaks(line.text, vocabulary) for line in lines]
    text, starts = join_with_offsets(texts, vocabulary)
    return Paragraph(text, tuple(lines), tuple(starts), section, kind)
