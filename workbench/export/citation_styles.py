"""Reference lists in a style of the Citation Style Language (CSL 1.0.1).

Owns the styles that ship, reading a person's own ``.csl`` file, and turning what the processor
(citeproc-py) makes into Markdown in which no text of a paper can be markup. Knows no answers.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Sequence
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from workbench.errors import ExportError
from workbench.export.csl_json import csl_json
from workbench.export.escaping import escape_markdown
from workbench.export.plain import one_line
from workbench.types import PaperDetail

if TYPE_CHECKING:
    from citeproc import CitationStylesStyle

__all__ = ["DEFAULT_STYLE", "STYLES", "styled_references"]

STYLES = {
    "acm": "acm-sig-proceedings.csl",
    "ama": "american-medical-association.csl",
    "apa": "apa.csl",
    "chicago": "chicago-author-date.csl",
    "ieee": "ieee.csl",
}
"""Names as the command line takes them, and their files in ``assets/styles``."""

DEFAULT_STYLE = "apa"

_LARGEST_STYLE = 2_000_000
"""Bytes of a style file; the longest published one has about 300,000."""
_SPECIAL = "\\`*_{}[]|~$^#@<>&"
_HIDDEN = 0xE000
"""Private-use code points that stand for ``_SPECIAL`` while the processor is at work."""
_HIDE = str.maketrans({sign: chr(_HIDDEN + i) for i, sign in enumerate(_SPECIAL)})
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_SHOW = str.maketrans(
    {chr(_HIDDEN + i): _ENTITIES.get(sign, f"\\{sign}") for i, sign in enumerate(_SPECIAL)}
)
_APART = chr(_HIDDEN + 0xFF)
"""Stands for a backslash that keeps an address in a title from becoming a link."""
_BARE_LINK = re.compile(r"(?i)\b(https?|ftp|mailto)(?=:)|\b(www)(?=\.)")
_PRIVATE: dict[int, None] = dict.fromkeys(range(_HIDDEN, 0xF900))
_OWN_NUMBER = re.compile(r"^\s*[\[(]?\d+[\]).]*\s*")
_LINK = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|(?:doi|DOI):\s*)(?P<doi>10\.\d{4,9}/[^\s,;]+)")
_SAFE_DOI = re.compile(r"10\.\d{4,9}/[\w.;()/:-]+")


class _Plain(str):
    """A face of type that Markdown does not have, or that a reference does not need."""

    __slots__ = ()


class _Italic(str):
    __slots__ = ()

    def __new__(cls, text: object) -> Self:
        return super().__new__(cls, _wrapped(str(text), "*"))


class _Bold(str):
    __slots__ = ()

    def __new__(cls, text: object) -> Self:
        return super().__new__(cls, _wrapped(str(text), "**"))


class _Markdown:
    """The output format that is handed to citeproc-py."""

    Italic = Oblique = _Italic
    Bold = _Bold
    Light = Underline = Superscript = Subscript = SmallCaps = _Plain

    @staticmethod
    def preformat(text: object) -> str:
        return str(text)


def styled_references(papers: Sequence[PaperDetail], style: str = DEFAULT_STYLE) -> list[str]:
    """One line of Markdown a paper, in the order given, without the style's own numbers.

    Args:
        papers: What the list holds; what a paper does not say is left out.
        style: A name of ``STYLES``, or the path of a ``.csl`` file.

    Raises:
        ExportError: The style is not known, or not a style.
    """
    from citeproc import Citation, CitationItem, CitationStylesBibliography
    from citeproc.source.json import CiteProcJSON

    loaded = _load(style)
    formatter: Any = _Markdown
    lines: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of fields that a style knows and it does not
        for paper, item in zip(papers, json.loads(csl_json(papers)), strict=True):
            source = CiteProcJSON([_hidden(item) | {"id": "paper"}])
            # a list of its own for each: the order is the answer's, not the style's
            alone = CitationStylesBibliography(loaded, source, formatter)
            alone.register(Citation([CitationItem("paper")]))
            try:
                entry = "".join(str(part) for part in alone.bibliography()[0])
            except Exception as error:  # a style's own fault ends in whatever the processor hits
                raise _unusable(style) from error
            lines.append(_markdown_line(entry) or escape_markdown(paper.summary.citekey))
    return lines


def _load(style: str) -> CitationStylesStyle:
    from citeproc import CitationStylesStyle
    from lxml import etree

    source = _style_source(style)
    try:
        root = etree.fromstring(source, _careful_parser())
        is_style = etree.QName(root).localname == "style"
        if is_style and root.find("{*}bibliography") is not None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                style_file = BytesIO(etree.tostring(root))
                loaded: CitationStylesStyle = CitationStylesStyle(style_file, validate=False)
            return loaded
    except Exception as error:  # lxml and the processor each have several families of errors
        raise _unusable(style) from error
    raise _unusable(style)


def _careful_parser() -> Any:  # noqa: ANN401 -- lxml ships no types
    """Reads no other file, fetches nothing, expands no entity: a style may come from anywhere."""
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _style_source(style: str) -> bytes:
    if style in STYLES:
        return (resources.files("assets") / "styles" / STYLES[style]).read_bytes()
    path = Path(style).expanduser()
    if path.suffix.lower() != ".csl":
        raise ExportError(
            f"there is no style {one_line(style)!r}",
            f"one of {', '.join(STYLES)}, or the path of a .csl file",
        )
    try:
        if path.stat().st_size > _LARGEST_STYLE:
            raise _unusable(style)
        return path.read_bytes()
    except OSError as error:
        raise ExportError(
            f"{path} cannot be read: {error.strerror or error}", "name another .csl file"
        ) from error


def _unusable(style: str) -> ExportError:
    return ExportError(
        f"{style} is not a style that can be used",
        "take an independent CSL 1.0 style with a bibliography, or one of " + ", ".join(STYLES),
    )


def _hidden(value: Any) -> Any:  # noqa: ANN401 -- JSON
    """All texts with their special signs hidden, and with no private-use signs of their own."""
    if isinstance(value, str):
        return _BARE_LINK.sub(rf"\g<0>{_APART}", value.translate(_PRIVATE)).translate(_HIDE)
    if isinstance(value, list):
        return [_hidden(item) for item in value]
    if isinstance(value, dict):
        return {
            # the type and the parts of a date are the processor's own words
            key: item if key == "type" else _hidden(item)
            for key, item in value.items()
            if key not in {"abstract", "keyword", "language"}
        }
    return value


def _wrapped(text: str, mark: str) -> str:
    """Marks must touch what they mark."""
    inner = text.strip()
    if not inner:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{inner}{mark}{after}"


def _markdown_line(entry: str) -> str:
    plain = " ".join(_OWN_NUMBER.sub("", entry, count=1).split())
    return _LINK.sub(_linked, plain).translate(_SHOW).replace(_APART, "\\")


def _linked(match: re.Match[str]) -> str:
    """A DOI as a link where it has none but harmless signs."""
    whole = match["doi"].rstrip(".")
    doi = "".join(
        _SPECIAL[ord(sign) - _HIDDEN] if 0 <= ord(sign) - _HIDDEN < len(_SPECIAL) else sign
        for sign in whole
    )
    tail = match["doi"][len(whole) :]
    if not _SAFE_DOI.fullmatch(doi):
        return match[0].replace(":", f"{_APART}:", 1)
    return f"<https://doi.org/{doi}>{tail}"
