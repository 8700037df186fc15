"""Every key has an id, a word, an explanation, a help text and a place in the palette."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import ui.app
from tests.ui.app.driving import desk
from ui.app.commands import Commands
from ui.app.session import Session


def classes() -> Iterator[type[DOMNode]]:
    seen = set()
    for module in pkgutil.walk_packages(ui.app.__path__, "ui.app."):
        for _, cls in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if cls.__module__.startswith("ui.app") and issubclass(cls, DOMNode):
                seen.add(cls)
    yield from sorted(seen, key=lambda cls: cls.__qualname__)


def own_bindings() -> list[tuple[type[DOMNode], Binding]]:
    return [
        (cls, binding)
        for cls in classes()
        for binding in cls.__dict__.get("BINDINGS", ())
        if isinstance(binding, Binding) or pytest.fail(f"{cls} binds with a tuple")
    ]


@pytest.mark.parametrize(
    ("cls", "binding"), own_bindings(), ids=lambda v: getattr(v, "id", None) or v.__name__
)
def test_a_binding_is_explained(cls: type[DOMNode], binding: Binding) -> None:
    assert binding.id
    assert "." in binding.id
    assert binding.description
    assert len(binding.tooltip) > 8
    helped = [base for base in cls.__mro__ if base.__dict__.get("HELP")]
    children = [c for c in classes() if issubclass(c, cls) and getattr(c, "HELP", None)]
    assert helped or children, f"{cls.__name__} has keys and no HELP"


def test_an_id_names_one_binding() -> None:
    by_id: dict[str, Binding] = {}
    for cls, binding in own_bindings():
        # one binding may serve several classes, as what is done to papers does in list and screen
        assert by_id.setdefault(binding.id or "", binding) is binding, (cls, binding.id)


def test_no_capital_with_ctrl() -> None:
    for _, binding in own_bindings():
        for key in binding.key.split(","):
            assert not (key.startswith("ctrl+") and key[-1].isupper())


@pytest.mark.parametrize("place", ["f2", "f3", "f4", "f5", "f6", "f7"])
async def test_every_key_of_a_place_is_in_the_palette(session: Session, place: str) -> None:
    async with desk(session) as at:
        await at.press(place, "escape")
        provider = Commands(at.app.screen)
        entries = list(provider._entries())
        names = [entry.name for entry in entries]
        assert len(names) == len(set(names))
        assert all(": " in name for name in names)
        for active in at.app.screen.active_bindings.values():
            binding = active.binding
            if not binding.id or not active.enabled or binding.system:
                continue
            topic = binding.id.partition(".")[0]
            if topic not in {"list", "box", "focus", "dialog", "cite"}:
                helps = " ".join(entry.help for entry in entries)
                assert binding.tooltip in helps or binding.action in {
                    a.binding.action for a in at.app.screen.active_bindings.values()
                }


async def test_the_palette_runs_what_it_names(session: Session) -> None:
    async with desk(session) as at:
        await at.press("ctrl+p")
        await at.type("theme: light")
        await at.until(lambda: not at.is_on_desk())
        await at.pilot.pause(0.3)
        await at.press("enter")
        await at.until(lambda: at.app.theme == "carrel-light")


async def test_the_palette_offers_only_what_makes_sense_now(session: Session) -> None:
    async with desk(session) as at:
        await at.press("f2", "escape")
        names = {entry.name for entry in Commands(at.app.screen)._entries()}
        assert "ask: Save" not in names
        assert "ask: Earlier" in names
        await at.press("f4")
        names = {entry.name for entry in Commands(at.app.screen)._entries()}
        assert "library: Order" in names
        assert "ask: Earlier" not in names
