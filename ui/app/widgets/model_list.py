"""The models that are known: what each is for, whether it is here, on what it runs and how fast.

Owns drawing the rows. Fetching, trying and choosing are the place's business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from ui.app import wording
from ui.app.widgets.row_list import RowList
from ui.safe_text import one_line

if TYPE_CHECKING:
    from workbench.types import ModelRow, ModelTrial

__all__ = ["ModelList"]

ROLES = {"embed": "finds by meaning", "rerank": "reads closely", "generate": "writes"}
"""What a role is called on the screen."""


class ModelList(RowList):
    """Two lines a model: name and state, then device, memory and speed."""

    ROW_HEIGHT: ClassVar[int] = 3

    HELP = (
        "The models carrel knows. Enter uses one, `f` fetches it, `t` tries it on a few sentences "
        "and tells its speed. ● loaded, ◐ here, ○ not on this machine, ✗ cannot be used."
    )

    DEFAULT_CSS = """
    ModelList { height: auto; max-height: 50%; min-height: 3; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self.models: Sequence[ModelRow] = ()
        self._trials: Mapping[str, ModelTrial] = {}

    def show_models(self, models: Sequence[ModelRow], trials: Mapping[str, ModelTrial]) -> None:
        """Replace all rows."""
        self.models, self._trials = models, trials
        self.styles.height = max(3, len(models) * self.ROW_HEIGHT)
        self.set_row_count(len(models), keep_cursor=True)

    @property
    def current(self) -> ModelRow | None:
        """The model under the cursor."""
        return self.models[self.cursor] if self.models else None

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """Name, role and state over the facts."""
        del width
        model = self.models[index]
        mark, colour, state = _state(model)
        head = Content.assemble(
            (f"{mark} ", colour),
            (one_line(model.name, 60), "$title"),
            (f"  {ROLES.get(model.role, model.role)}", "$quiet"),
            ("  in use" if model.in_use else "", "$accent"),
            (f"  {state}", colour),
        )
        facts = " · ".join(filter(None, _facts(model, self._trials.get(model.name))))
        return [head, Content.styled(f"  {facts}", "$quiet")]


def _state(model: ModelRow) -> tuple[str, str, str]:
    if model.in_use and not model.present:
        return ("✗", "$bad", "cannot be used") if model.note else ("○", "$partly", "not here")
    if model.loaded:
        return "●", "$good", f"loaded on {one_line(model.device, 40)}"
    if model.present:
        return "◐", "$quiet", "here, not loaded"
    return "○", "$faint", "not on this machine"


def _facts(model: ModelRow, trial: ModelTrial | None) -> Sequence[str]:
    speed = f"{trial.tokens_per_second:,.0f} tokens/s" if trial else ""
    memory = f"{wording.size(model.memory)} of memory" if model.memory else ""
    threads = wording.count(model.threads, "thread") if model.threads else ""
    file = f"file {wording.size(model.bytes)}" if model.bytes else ""
    return speed, memory, threads, file, one_line(model.note) or one_line(model.description, 160)
