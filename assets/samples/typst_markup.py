"""From a parsed paper to Typst markup, and to the plain text that a reader sees."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from assets.samples.paper_source import (
    FICTION_NOTE,
    Equation,
    Figure,
    Heading,
    Paper,
    Paragraph,
    Reference,
    SourceError,
    Table,
    typographic,
)

WORDS = {
    "en": {
        "abstract": "Abstract",
        "references": "References",
        "figure": "Figure",
        "table": "Table",
    },
    "ja": {"abstract": "概要", "references": "参考文献", "figure": "図", "table": "表"},
}
NO_BREAK_SPACE = "\u00a0"
SPAN = re.compile(
    r"(?P<cite>\[-?@[^\]]+\])|(?P<float>\[#[\w-]+\])|\$(?P<math>[^$]+)\$|\*(?P<emph>[^*]+)\*"
    r"|`(?P<code>[^`]+)`"
)
MATH_WORDS = {
    "alpha": "α", "beta": "β", "lambda": "λ", "tau": "τ", "kappa": "κ", "epsilon": "ε", "mu": "μ",
    "dot": "·", "times": "×", "in": "∈", "log": "log", "max": "max", "min": "min",
}  # fmt: skip
MATH_SIGNS = (("<=", "≤"), (">=", "≥"), ("-", "−"), ("_", ""), ("^", ""), ('"', ""))


@dataclass(frozen=True)
class Typeset:
    """A paper ready for the compiler, with the gold that falls out of making it."""

    markup: str
    abstract: str
    paragraphs: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, str, int], ...]
    references: tuple[tuple[Reference, str], ...]
    floats: tuple[dict[str, object], ...]
    not_in_body: tuple[str, ...]


@dataclass
class _Context:
    """What inline markup needs to know: how to cite, and what each figure is called."""

    paper: Paper
    labels: dict[str, str]
    order: dict[str, int] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)


def typeset(paper: Paper) -> Typeset:
    """Make the Typst markup of one paper together with its plain text."""
    references = _reference_order(paper)
    context = _Context(
        paper, _float_labels(paper), {r.cite_id: i + 1 for i, r in enumerate(references)}
    )
    body = "\n".join(_block_markup(block, context) for block in paper.blocks)
    unused = set(context.order) - context.cited
    if unused:
        raise SourceError(f"{paper.key}: never cited in the text: {sorted(unused)}")
    rendered = tuple(
        (ref, _reference_text(ref, paper, number + 1, plain=True))
        for number, ref in enumerate(references)
    )
    return Typeset(
        markup="\n".join([_opening(paper, context), body, _reference_markup(paper, references)]),
        abstract=plain_text(paper.abstract, context),
        paragraphs=tuple(_paragraphs(paper, context)),
        sections=tuple(_sections(paper)),
        references=rendered,
        floats=tuple(_float_gold(paper, context)),
        not_in_body=_furniture(paper),
    )


# ---- the two renderings of inline markup ----------------------------------


def plain_text(text: str, context: _Context) -> str:
    """Inline markup as the text a reader sees."""
    return "".join(shown for _, shown in _spans(text, context))


def _inline(text: str, context: _Context) -> str:
    """Inline markup as Typst; text goes in as string literals, so that nothing needs escaping."""
    return "".join(markup for markup, _ in _spans(text, context))


def _spans(text: str, context: _Context) -> Iterator[tuple[str, str]]:
    position = 0
    text = typographic_outside_maths(text)
    for match in SPAN.finditer(text):
        yield from _literal(text[position : match.start()])
        yield _span(match, context)
        position = match.end()
    yield from _literal(text[position:])


def typographic_outside_maths(text: str) -> str:
    """Set quotes and dashes, but leave maths and code as they were written."""
    parts = re.split(r"(\$[^$]+\$|`[^`]+`)", text)
    held = iter(parts[1::2])
    joined = typographic("\x00".join(parts[0::2]))
    return re.sub("\x00", lambda _: next(held), joined)


def _literal(text: str) -> Iterator[tuple[str, str]]:
    if text:
        yield f"#{quoted(text)};", text


def _span(match: re.Match[str], context: _Context) -> tuple[str, str]:
    if match["cite"]:
        shown = _citation(match["cite"], context)
        return f"#{quoted(shown)};", shown
    if match["float"]:
        shown = context.labels[match["float"][2:-1]]
        return f"#{quoted(shown.replace(' ', NO_BREAK_SPACE))};", shown
    if match["math"]:
        return f"${match['math']}$", _plain_maths(match["math"])
    if match["emph"]:
        return f"#emph[#{quoted(match['emph'])};]", match["emph"]
    return f"#raw({quoted(match['code'])});", match["code"]


def _plain_maths(formula: str) -> str:
    formula = re.sub(r"[A-Za-z]{2,}", lambda m: MATH_WORDS.get(m[0], m[0]), formula)
    for sign, shown in MATH_SIGNS:
        formula = formula.replace(sign, shown)
    return formula


def quoted(text: str) -> str:
    """A Typst string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _citation(source: str, context: _Context) -> str:
    year_only = source.startswith("[-")
    ids = [part.strip().lstrip("-@") for part in source.strip("[]").split(";")]
    unknown = [i for i in ids if i not in context.order]
    if unknown:
        raise SourceError(f"{context.paper.key}: no reference entry for {unknown}")
    context.cited.update(ids)
    if context.paper.cite_style == "numbered":
        return "[" + ", ".join(str(n) for n in sorted(context.order[i] for i in ids)) + "]"
    entries = {r.cite_id: r for r in context.paper.references}
    if year_only:
        return "(" + ", ".join(str(entries[i].year) for i in ids) + ")"
    return "(" + "; ".join(f"{_surnames(entries[i])}, {entries[i].year}" for i in ids) + ")"


def family_name(author: str) -> str:
    """The surname of an initialled name such as `C. J. van Rijsbergen`."""
    parts = author.split()
    return " ".join(part for part in parts if not part.endswith(".")) or author


def _surnames(reference: Reference) -> str:
    families = [family_name(author) for author in reference.authors]
    if len(families) > 2:
        return f"{families[0]} et al."
    return " and ".join(families)


# ---- blocks ----------------------------------------------------------------


def _block_markup(block: object, context: _Context) -> str:
    match block:
        case Heading(level, text):
            return f"{'=' * level} #{quoted(text)};\n"
        case Paragraph(text):
            return _inline(text, context) + "\n\n"
        case Equation(formula):
            return f"$ {formula} $\n"
        case Table():
            return _table_markup(block, context)
        case Figure():
            return _figure_markup(block, context)
    raise SourceError(f"cannot typeset {block!r}")


def _table_markup(table: Table, context: _Context) -> str:
    rows = ", ".join(
        "(" + ", ".join(f"[{_inline(cell, context)}]" for cell in row) + ",)" for row in table.rows
    )
    aligns = ", ".join(table.aligns)
    body = f"paper-table({len(table.aligns)}, ({aligns},), ({rows},))"
    return _float_markup(body, table.caption, "table", table.wide, context)


def _figure_markup(figure: Figure, context: _Context) -> str:
    settings = ", ".join(
        f"{name.replace('_', '-')}: {_literal_value(_drawn(name, value))}"
        for name, value in figure.spec.items()
    )
    return _float_markup(
        f"{figure.kind}({settings})", figure.caption, "image", figure.wide, context
    )


def _drawn(name: str, value: object) -> object:
    """Fill in what the drawing functions want but a source need not spell out."""
    if name in ("x_ticks", "y_ticks") and isinstance(value, list):
        return [tick if isinstance(tick, list) else [tick, f"{tick:g}"] for tick in value]
    if name == "series" and isinstance(value, list):
        return [{**s, "shown": [f"{v:g}" for v in s["bars"]]} if "bars" in s else s for s in value]
    if name == "nodes" and isinstance(value, list):
        return [{"label": "", "kind": "", **node} for node in value]
    if name == "edges" and isinstance(value, list):
        return [{"walked": False, "down": False, **edge} for edge in value]
    return value


def _literal_value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f"{value}" if re.fullmatch(r"[\d.]+(cm|pt)", value) else quoted(value)
        case int() | float():
            return f"{value:g}"
        case list():
            return "(" + "".join(f"{_literal_value(v)}, " for v in value) + ")"
        case dict():
            inside = ", ".join(f"{k}: {_literal_value(v)}" for k, v in value.items())
            return f"({inside})" if inside else "(:)"
    raise SourceError(f"cannot pass {value!r} to Typst")


def _float_markup(body: str, caption: str, kind: str, wide: bool, context: _Context) -> str:
    words = WORDS[context.paper.language]
    supplement = words["table" if kind == "table" else "figure"]
    scope = "parent" if wide else "column"
    return (
        f'#figure({body}, kind: {kind}, supplement: "{supplement}", scope: "{scope}", '
        f"placement: auto, caption: [{_inline(caption, context)}])\n"
    )


# ---- the opening and the references ----------------------------------------


def _opening(paper: Paper, context: _Context) -> str:
    words = WORDS[paper.language]
    authors = "".join(f"(name: {quoted(a.name)}, place: {a.place}), " for a in paper.authors)
    left, right = _running_heads(paper)
    settings = {
        "style": quoted(paper.style),
        "title": quoted(paper.title),
        "authors": f"({authors})",
        "affiliations": "(" + "".join(f"{quoted(a)}, " for a in paper.affiliations) + ")",
        "abstract": f"[{_inline(paper.abstract, context)}]",
        "words": f"(abstract: {quoted(words['abstract'])})",
        "note": quoted(FICTION_NOTE),
        "running-left": quoted(left),
        "running-right": quoted(right),
        "foot": quoted(_foot(paper)),
        "first-page": str(paper.first_page),
        "language": quoted(paper.language),
        "pdf-title": quoted(paper.pdf_title) if paper.pdf_title else "none",
        "pdf-authors": "(" + "".join(f"{quoted(a)}, " for a in paper.pdf_authors) + ")",
    }
    return "#show: paper.with(" + ", ".join(f"{k}: {v}" for k, v in settings.items()) + ")\n"


def _running_heads(paper: Paper) -> tuple[str, str]:
    return f"{paper.byline}: {paper.short_title}", f"{paper.venue}, {paper.year}"


def _foot(paper: Paper) -> str:
    foot = f"{paper.venue}, {paper.year}"
    return f"{foot}. doi:{paper.doi}" if paper.doi_printed else foot


def _furniture(paper: Paper) -> tuple[str, ...]:
    return (*_running_heads(paper), _foot(paper), FICTION_NOTE)


def _reference_order(paper: Paper) -> tuple[Reference, ...]:
    """By first citation where references are numbered, by surname where they are not."""
    if paper.cite_style != "numbered":
        return tuple(
            sorted(paper.references, key=lambda r: (family_name(r.authors[0]).lower(), r.year))
        )
    texts = [block.text for block in paper.blocks if isinstance(block, Paragraph)]
    ids = re.findall(r"@([\w-]+)", " ".join(texts))
    by_id = {reference.cite_id: reference for reference in paper.references}
    return tuple(by_id[cite_id] for cite_id in dict.fromkeys(ids) if cite_id in by_id)


def _reference_markup(paper: Paper, references: tuple[Reference, ...]) -> str:
    numbered = paper.cite_style == "numbered"
    entries = "".join(
        f"[{_reference_text(ref, paper, number + 1, plain=False)}], "
        for number, ref in enumerate(references)
    )
    heading = quoted(WORDS[paper.language]["references"])
    return f"#reference-list({heading}, {'true' if numbered else 'false'}, ({entries}))\n"


def _reference_text(reference: Reference, paper: Paper, number: int, *, plain: bool) -> str:
    """One entry of the reference list, in the paper's own reference style."""

    def text(words: str) -> str:
        return words if plain else f"#{quoted(words)};"

    def doi(words: str) -> str:
        return words if plain else f"#text(hyphenate: false, {quoted(words)});"

    def venue(words: str) -> str:
        return words if plain else f"#emph[#{quoted(words)};]"

    pieces = _reference_pieces(reference, paper, venue, text)
    if reference.doi and paper.doi_printed:
        pieces += doi(f" doi:{reference.doi}.")
    if plain and paper.cite_style == "numbered":
        return f"[{number}] {pieces}"
    return pieces


def _reference_pieces(
    ref: Reference, paper: Paper, venue: Callable[[str], str], text: Callable[[str], str]
) -> str:
    if paper.cite_style != "numbered":
        authors = _and([_inverted(author) for author in ref.authors])
        return (
            text(f"{authors} ({ref.year}). {_ended(ref.title, '.')} ")
            + venue(ref.venue)
            + text(".")
        )
    if paper.style == "transactions":
        opening = text(f"{_and(list(ref.authors))}, “{_ended(ref.title, ',')}” ")
        return opening + venue(ref.venue) + text(f", {ref.year}.")
    if paper.language == "ja":
        opening = text(f"{', '.join(ref.authors)}: {ref.title}, ")
        return opening + venue(ref.venue) + text(f", {ref.year}.")
    opening = text(f"{_and(list(ref.authors))}. {_ended(ref.title, '.')} ")
    return opening + venue(ref.venue) + text(f", {ref.year}.")


def _ended(title: str, mark: str) -> str:
    """A title with the mark that ends it, unless it ends itself."""
    return title if title.endswith("?") else title + mark


def _inverted(author: str) -> str:
    family = family_name(author)
    initials = author.removesuffix(family).strip()
    return f"{family}, {initials}" if initials else family


def _and(names: list[str]) -> str:
    if len(names) < 3:
        return " and ".join(names)
    return ", ".join(names[:-1]) + f", and {names[-1]}"


# ---- gold -------------------------------------------------------------------


def _float_labels(paper: Paper) -> dict[str, str]:
    words = WORDS[paper.language]
    labels: dict[str, str] = {}
    counts = {"figure": 0, "table": 0}
    for block in paper.blocks:
        if isinstance(block, Figure | Table):
            kind = "figure" if isinstance(block, Figure) else "table"
            counts[kind] += 1
            labels[block.label] = f"{words[kind]} {counts[kind]}"
    return labels


def _float_gold(paper: Paper, context: _Context) -> Iterator[dict[str, object]]:
    for block in paper.blocks:
        if isinstance(block, Figure | Table):
            gold: dict[str, object] = {
                "kind": "figure" if isinstance(block, Figure) else "table",
                "label": context.labels[block.label],
                "caption": plain_text(block.caption, context),
            }
            if isinstance(block, Table):
                gold["rows"] = [[plain_text(cell, context) for cell in row] for row in block.rows]
            yield gold


def _sections(paper: Paper) -> Iterator[tuple[str, str, int]]:
    """Each heading with the number the template prints before it."""
    counts = [0, 0]
    for block in paper.blocks:
        if not isinstance(block, Heading):
            continue
        if block.level == 1:
            counts = [counts[0] + 1, 0]
        else:
            counts[1] += 1
        yield _section_number(paper.style, counts, block.level), block.text, block.level


def _section_number(style: str, counts: list[int], level: int) -> str:
    if style == "transactions":
        roman = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
        return f"{roman[counts[0] - 1]}." if level == 1 else f"{chr(64 + counts[1])}."
    number = ".".join(str(count) for count in counts[:level])
    return f"{number}." if style == "journal" else number


def _paragraphs(paper: Paper, context: _Context) -> Iterator[tuple[str, str]]:
    section = WORDS[paper.language]["abstract"]
    yield section, plain_text(paper.abstract, context)
    for block in paper.blocks:
        if isinstance(block, Heading):
            section = block.text
        elif isinstance(block, Paragraph):
            yield section, plain_text(block.text, context)
