"""The table of things that began in a known year."""

from __future__ import annotations

import re

from workbench.search.epochs import epoch_pattern, epochs


def test_every_epoch_can_be_found_in_lower_case_and_ends_after_it_began() -> None:
    for name, epoch in epochs().items():
        assert name == name.lower().strip()
        assert re.fullmatch(epoch_pattern(), name)
        assert 1000 <= epoch.first <= 2100
        assert epoch.last is None or epoch.last >= epoch.first


def test_the_longest_name_wins() -> None:
    found = re.match(epoch_pattern(), "gaia dr3 release")
    assert found is not None
    assert found[0] == "gaia dr3"
