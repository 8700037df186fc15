"""The three colour themes: ink on a dark desk, ink on paper, and as much contrast as can be had.

Owns colours and their meaning. Besides Textual's own names each theme defines: ``quiet`` and
``faint`` (second and third voice of text), ``line`` (rules), ``raised`` (the row or card one is
on), ``good``, ``partly``, ``bad`` (support and states), ``match`` (a word of the query),
``quoted`` (a quote in its passage), and ``plum``, ``teal`` and ``rose``, which mean nothing but
that one group of papers is another than its neighbour.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.theme import Theme

__all__ = ["CONTRAST", "DARK", "LIGHT", "THEMES", "label_of"]


@dataclass(frozen=True, slots=True)
class _Inks:
    """The colours of one theme, by their meaning; the rest of a theme follows from them.

    Args:
        name: Of the theme, without ``carrel-``.
        primary: Textual's, as are ``secondary``, ``foreground``, ``background`` and ``surface``.
        accent: Where one is.
        cursor: The background of the cursor in a box.
        selection: The background of selected letters.
        grip: A scrollbar that the mouse is over.
        chosen: The text of the row one is on.
        chosen_style: Its style.
    """

    name: str
    primary: str
    secondary: str
    accent: str
    foreground: str
    background: str
    surface: str
    quiet: str
    faint: str
    line: str
    raised: str
    good: str
    partly: str
    bad: str
    plum: str
    teal: str
    rose: str
    match: str
    quoted: str
    title: str
    cursor: str
    selection: str
    grip: str
    chosen: str
    chosen_style: str = "none"
    is_dark: bool = True


_MEANINGS = (
    "quiet", "faint", "line", "raised", "good", "partly", "bad", "plum", "teal", "rose", "match",
    "quoted", "title",
)  # fmt: skip
"""Variables that carry the name of their ink."""


def _theme(inks: _Inks) -> Theme:
    return Theme(
        name=f"carrel-{inks.name}",
        dark=inks.is_dark,
        primary=inks.primary,
        secondary=inks.secondary,
        accent=inks.accent,
        foreground=inks.foreground,
        background=inks.background,
        surface=inks.surface,
        panel=inks.surface,
        success=inks.good,
        warning=inks.partly,
        error=inks.bad,
        variables={name: getattr(inks, name) for name in _MEANINGS} | _of_widgets(inks),
    )


def _of_widgets(inks: _Inks) -> dict[str, str]:
    """Textual's own variables for parts of its widgets."""
    below = inks.background
    return {
        "border": inks.accent,
        "border-blurred": inks.line,
        "footer-background": below,
        "footer-key-foreground": inks.accent,
        "footer-description-foreground": inks.quiet,
        "footer-item-background": below,
        "input-cursor-background": inks.cursor,
        "input-cursor-foreground": below,
        "input-selection-background": inks.selection,
        "scrollbar": inks.line,
        "scrollbar-hover": inks.grip,
        "scrollbar-active": inks.accent,
        "scrollbar-background": below,
        "scrollbar-background-hover": below,
        "scrollbar-background-active": below,
        "scrollbar-corner-color": below,
        "block-cursor-background": inks.raised,
        "block-cursor-foreground": inks.chosen,
        "block-cursor-text-style": inks.chosen_style,
    }


DARK = _theme(
    _Inks(
        name="dark",
        primary="#8fb8de",
        secondary="#a7b6c9",
        accent="#7fb4e6",
        foreground="#d9d5cc",
        background="#15171b",
        surface="#1b1e23",
        quiet="#9a9ea6",
        faint="#828791",
        line="#2c3038",
        raised="#22262d",
        good="#8fbf7f",
        partly="#e0b25c",
        bad="#e07a6e",
        plum="#c49ad8",
        teal="#6cc5bd",
        rose="#e3a0b8",
        match="bold #f0cf7a",
        quoted="#15171b on #d8b968",
        title="bold #ece8df",
        cursor="#d9d5cc",
        selection="#7fb4e6 35%",
        grip="#454b56",
        chosen="#ece8df",
    )
)
"""Warm grey ink on a dark desk."""

LIGHT = _theme(
    _Inks(
        name="light",
        primary="#2f6396",
        secondary="#5b6570",
        accent="#1f66a8",
        foreground="#2a2825",
        background="#faf8f3",
        surface="#f3f0e8",
        quiet="#66625b",
        faint="#726d64",
        line="#ddd8cc",
        raised="#ece7db",
        good="#3d7a35",
        partly="#93640a",
        bad="#b23a2e",
        plum="#7d4f94",
        teal="#1d7470",
        rose="#a33d66",
        match="bold #8a4b00",
        quoted="#2a2825 on #f5dd8e",
        title="bold #14120f",
        cursor="#2a2825",
        selection="#1f66a8 25%",
        grip="#c4beb0",
        chosen="#14120f",
        is_dark=False,
    )
)
"""Dark ink on warm paper."""

CONTRAST = _theme(
    _Inks(
        name="contrast",
        primary="#5fd7ff",
        secondary="#ffffff",
        accent="#ffff00",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        quiet="#ffffff",
        faint="#d0d0d0",
        line="#a8a8a8",
        raised="#00305f",
        good="#00ff5f",
        partly="#ffaf00",
        bad="#ff8787",
        plum="#d7afff",
        teal="#5fffff",
        rose="#ffafd7",
        match="bold underline #ffff00",
        quoted="#000000 on #ffff00",
        title="bold #ffffff",
        cursor="#ffff00",
        selection="#0057af",
        grip="#ffffff",
        chosen="#ffffff",
        chosen_style="bold",
    )
)
"""White and signal colours on black: every text has a contrast of 7:1 or more (WCAG 2.2, AAA)."""

THEMES = (DARK, LIGHT, CONTRAST)

_LABELS = {"carrel-dark": "Dark", "carrel-light": "Light", "carrel-contrast": "High contrast"}


def label_of(theme: str) -> str:
    """What a theme is called in the palette: a built-in one by its look, others by their name."""
    return _LABELS.get(theme, theme)
