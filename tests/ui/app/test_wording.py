"""What is said in the app: short paths, keys in place of commands, the parts of a score."""

from __future__ import annotations

from pathlib import Path

import pytest

from ui.app import wording


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/people/mira")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("same content as /people/mira/papers/a b.pdf", "same content as ~/papers/a b.pdf"),
        ("/people/mira: no such file", "~: no such file"),
        ("/people/miranda/x.pdf", "/people/miranda/x.pdf"),
        ("/backup/people/mira/x.pdf", "/backup/people/mira/x.pdf"),
        ("cannot read (/people/mira/x.pdf)", "cannot read (~/x.pdf)"),
    ],
)
def test_home_is_a_tilde_wherever_a_path_begins_with_it(text: str, shown: str) -> None:
    assert wording.reason(text) == shown


def test_the_app_names_its_keys_where_the_library_names_commands() -> None:
    note = "the model x is not here (fetch it with `carrel models fetch x-v2` (84 MB))"
    told = wording.with_keys(note)
    assert "carrel" not in told
    assert "f in Models (F7)" in told


def test_a_score_is_made_of_the_parts_that_count_and_their_bars_begin_in_one_column() -> None:
    scores = {
        "lexical_share": 0.5,
        "like_first_share": 0.25,
        "citations_share": -0.001,
        "lexical": 13.8,
    }
    lines = wording.score_lines(0.75, scores).plain.splitlines()
    assert len(lines) == 3
    assert lines[-1] == "score 0.75"
    assert lines[0].index("█") == lines[1].index("█")
    assert all("0.00" not in line and "13.8" not in line for line in lines)
