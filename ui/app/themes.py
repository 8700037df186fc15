"""The three colour themes: ink on a dark desk, ink on paper, and as much contrast as can be had.

Owns colours and their meaning. Besides Textual's own names each theme defines: ``quiet`` and
``faint`` (second and third voice of text), ``line`` (rules), ``raised`` (the row or card one is
on), ``good``, ``partly``, ``bad`` (support and states), ``match`` (a word of the query),
``quoted`` (a quote in its passage), and ``plum``, ``teal`` and ``rose``, which mean nothing but
that one group of papers is another than its neighbour.
"""

from __future__ import annotations

from textual.theme import Theme

__all__ = ["CONTRAST", "DARK", "LIGHT", "THEMES", "label_of"]

DARK = Theme(
    name="carrel-dark",
    dark=True,
    primary="#8fb8de",
    secondary="#a7b6c9",
    accent="#7fb4e6",
    foreground="#d9d5cc",
    background="#15171b",
    surface="#1b1e23",
    panel="#1b1e23",
    success="#8fbf7f",
    warning="#e0b25c",
    error="#e07a6e",
    variables={
        "quiet": "#9a9ea6",
        "faint": "#828791",
        "line": "#2c3038",
        "raised": "#22262d",
        "good": "#8fbf7f",
        "partly": "#e0b25c",
        "bad": "#e07a6e",
        "plum": "#c49ad8",
        "teal": "#6cc5bd",
        "rose": "#e3a0b8",
        "match": "bold #f0cf7a",
        "quoted": "#15171b on #d8b968",
        "title": "bold #ece8df",
        "border": "#7fb4e6",
        "border-blurred": "#2c3038",
        "footer-background": "#15171b",
        "footer-key-foreground": "#7fb4e6",
        "footer-description-foreground": "#9a9ea6",
        "footer-item-background": "#15171b",
        "input-cursor-background": "#d9d5cc",
        "input-cursor-foreground": "#15171b",
        "input-selection-background": "#7fb4e6 35%",
        "scrollbar": "#2c3038",
        "scrollbar-hover": "#454b56",
        "scrollbar-active": "#7fb4e6",
        "scrollbar-background": "#15171b",
        "scrollbar-background-hover": "#15171b",
        "scrollbar-background-active": "#15171b",
        "scrollbar-corner-color": "#15171b",
        "block-cursor-background": "#22262d",
        "block-cursor-foreground": "#ece8df",
        "block-cursor-text-style": "none",
    },
)
"""Warm grey ink on a dark desk."""

LIGHT = Theme(
    name="carrel-light",
    dark=False,
    primary="#2f6396",
    secondary="#5b6570",
    accent="#1f66a8",
    foreground="#2a2825",
    background="#faf8f3",
    surface="#f3f0e8",
    panel="#f3f0e8",
    success="#3d7a35",
    warning="#93640a",
    error="#b23a2e",
    variables={
        "quiet": "#66625b",
        "faint": "#726d64",
        "line": "#ddd8cc",
        "raised": "#ece7db",
        "good": "#3d7a35",
        "partly": "#93640a",
        "bad": "#b23a2e",
        "plum": "#7d4f94",
        "teal": "#1d7470",
        "rose": "#a33d66",
        "match": "bold #8a4b00",
        "quoted": "#2a2825 on #f5dd8e",
        "title": "bold #14120f",
        "border": "#1f66a8",
        "border-blurred": "#ddd8cc",
        "footer-background": "#faf8f3",
        "footer-key-foreground": "#1f66a8",
        "footer-description-foreground": "#66625b",
        "footer-item-background": "#faf8f3",
        "input-cursor-background": "#2a2825",
        "input-cursor-foreground": "#faf8f3",
        "input-selection-background": "#1f66a8 25%",
        "scrollbar": "#ddd8cc",
        "scrollbar-hover": "#c4beb0",
        "scrollbar-active": "#1f66a8",
        "scrollbar-background": "#faf8f3",
        "scrollbar-background-hover": "#faf8f3",
        "scrollbar-background-active": "#faf8f3",
        "scrollbar-corner-color": "#faf8f3",
        "block-cursor-background": "#ece7db",
        "block-cursor-foreground": "#14120f",
        "block-cursor-text-style": "none",
    },
)
"""Dark ink on warm paper."""

CONTRAST = Theme(
    name="carrel-contrast",
    dark=True,
    primary="#5fd7ff",
    secondary="#ffffff",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    success="#00ff5f",
    warning="#ffaf00",
    error="#ff8787",
    variables={
        "quiet": "#ffffff",
        "faint": "#d0d0d0",
        "line": "#a8a8a8",
        "raised": "#00305f",
        "good": "#00ff5f",
        "partly": "#ffaf00",
        "bad": "#ff8787",
        "plum": "#d7afff",
        "teal": "#5fffff",
        "rose": "#ffafd7",
        "match": "bold underline #ffff00",
        "quoted": "#000000 on #ffff00",
        "title": "bold #ffffff",
        "border": "#ffff00",
        "border-blurred": "#a8a8a8",
        "footer-background": "#000000",
        "footer-key-foreground": "#ffff00",
        "footer-description-foreground": "#ffffff",
        "footer-item-background": "#000000",
        "input-cursor-background": "#ffff00",
        "input-cursor-foreground": "#000000",
        "input-selection-background": "#0057af",
        "scrollbar": "#a8a8a8",
        "scrollbar-hover": "#ffffff",
        "scrollbar-active": "#ffff00",
        "scrollbar-background": "#000000",
        "scrollbar-background-hover": "#000000",
        "scrollbar-background-active": "#000000",
        "scrollbar-corner-color": "#000000",
        "block-cursor-background": "#00305f",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold",
    },
)
"""White and signal colours on black: every text has a contrast of 7:1 or more (WCAG 2.2, AAA)."""

THEMES = (DARK, LIGHT, CONTRAST)

_LABELS = {"carrel-dark": "Dark", "carrel-light": "Light", "carrel-contrast": "High contrast"}


def label_of(theme: str) -> str:
    """What a theme is called in the palette: a built-in one by its look, others by their name."""
    return _LABELS.get(theme, theme)
