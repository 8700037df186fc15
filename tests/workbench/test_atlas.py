"""The map: like papers near each other, groups named by their own terms, kept until they change."""

from __future__ import annotations

import threading
import time
import tracemalloc

import numpy as np
import pytest

from workbench.atlas import atlas
from workbench.atlas.layout import cluster, lay_out, principal_components
from workbench.atlas.naming import name_groups
from workbench.errors import CancelledError
from workbench.library import Library
from workbench.types import Progress


def groups_of_papers(count: int, groups: int = 5) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(3)
    truth = chance.integers(groups, size=count)
    centres = chance.normal(size=(groups, 64))
    vectors = centres[truth] + 0.8 * chance.normal(size=(count, 64))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32), truth


def test_like_papers_lie_near_each_other() -> None:
    vectors, truth = groups_of_papers(400)
    plane = lay_out(vectors)
    assert plane.min() >= 0
    assert plane.max() <= 1
    distances = ((plane[:, None] - plane[None]) ** 2).sum(axis=-1)
    nearest = np.argsort(distances, axis=1)[:, 1:11]
    assert (truth[nearest] == truth[:, None]).mean() > 0.9


def test_the_same_papers_give_the_same_map() -> None:
    vectors, _ = groups_of_papers(60)
    assert np.array_equal(lay_out(vectors), lay_out(vectors))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 7])
def test_few_papers_have_a_map_too(count: int) -> None:
    vectors, _ = groups_of_papers(count) if count else (np.empty((0, 8), np.float32), None)
    plane, groups = lay_out(vectors), cluster(vectors)
    assert plane.shape == (count, 2)
    assert np.isfinite(plane).all()
    assert len(groups) == count


def test_papers_that_are_the_same_are_not_lost() -> None:
    same = np.tile(np.eye(16, dtype=np.float32)[:1], (30, 1))
    plane = lay_out(same)
    assert np.isfinite(plane).all()
    assert len(np.unique(plane.round(6), axis=0)) > 10
    assert len(cluster(same)) == 30


def test_groups_are_found_and_numbered_by_size() -> None:
    vectors, truth = groups_of_papers(300, groups=6)
    found = cluster(vectors)
    agreed = sum(np.bincount(truth[found == g]).max() for g in np.unique(found))
    assert agreed / 300 > 0.9
    sizes = np.bincount(found)
    assert (np.diff(sizes) <= 0).all()


def test_components_are_never_mirrored() -> None:
    vectors, _ = groups_of_papers(50)
    one = principal_components(vectors, 3)
    other = principal_components(vectors[::-1].copy(), 3)[::-1]
    assert np.allclose(one, other, atol=1e-4)


def test_a_group_is_named_by_what_sets_it_apart() -> None:
    texts = [("Dense retrieval of passages with dual encoders", "We show results.")] * 3
    texts += [("Protein folding by lattice models", "We show results.")] * 3
    texts += [("Results of a study", "We show the approach.")]
    names = name_groups(texts, [0, 0, 0, 1, 1, 1, 2])
    assert "retrieval" in names[0] or "encoders" in names[0]
    assert "folding" in names[1] or "lattice" in names[1]
    assert "results" not in " ".join(names)
    assert names[2] == ""


def test_formulas_names_of_people_and_attributes_name_no_group() -> None:
    debris = r"Let \mathcal{L} be $\mathbf{x}$; e_theta=3, see Okonkwo et al. and page 4 of Okonkwo"
    texts = [("Continuous speech recognition", f"{debris} on fast recognisers")] * 3
    texts += [("Continuous integration of tests", f"{debris} on fast builds")] * 3
    texts += [("Okonkwo and the tests", f"{debris} on fast hashing")] * 3
    names = name_groups(texts, [0] * 3 + [1] * 3 + [2] * 3, people=["Okonkwo", "Page"])
    told = " ".join(names).casefold()
    for stray in ("math", "theta", "okonkwo", "page"):
        assert stray not in told, names
    assert not {"fast", "continuous"} & set(told.split(" · ")), names
    assert "speech recognition" in names[0]
    assert "integration" in names[1]


def test_inflections_are_one_term_written_as_most_write_it() -> None:
    texts = [("A lattice", ""), ("Lattices", ""), ("Lattices again", "")]
    texts += [("Protein folding", "")] * 3
    assert name_groups(texts, [0] * 3 + [1] * 3)[0] == "lattices"


def test_the_map_of_the_samples_holds_every_embedded_paper(sample_library: Library) -> None:
    heard: list[Progress] = []
    made = sample_library.map(heard.append)
    embedded = len(made.points)
    assert embedded >= 15
    assert embedded + made.missing == sample_library.count_papers()
    assert all(0 <= p.x <= 1 and 0 <= p.y <= 1 for p in made.points)
    assert sum(group.papers for group in made.groups) == embedded
    ids = {point.paper.id for point in made.points}
    assert made.links
    assert any(link.citing in ids and link.cited in ids for link in made.links)
    assert heard


def test_the_map_is_kept_until_something_is_embedded(
    sample_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sample_library.map()
    with monkeypatch.context() as patch:
        patch.setattr(atlas, "_laid_out", None)
        assert sample_library.map() == made
    (sample_library.folder / "index" / "map.json").write_text("damaged")
    assert sample_library.map() == made


def test_a_map_that_is_not_wanted_any_more_ends(sample_library: Library) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(CancelledError):
        sample_library.map(cancel=stop)
    assert not (sample_library.folder / "index" / "map.json").exists()


def test_a_long_line_without_spaces_is_named_in_moments() -> None:
    began = time.perf_counter()
    name_groups([("文" * 20_000, "文" * 20_000)] * 2, [0, 0])
    assert time.perf_counter() - began < 3.0


def test_formulas_and_addresses_name_nothing() -> None:
    texts = [(r"$x$_formula \mathbf{gadget}_y someone@example.org Suffix arrays", "")] * 3
    other = [("Neural parsing", "")] * 3
    name = name_groups([*texts, *other], [0, 0, 0, 1, 1, 1])[0]
    assert name == "suffix arrays"


def test_naming_takes_little_memory_a_paper() -> None:
    random = np.random.default_rng(1)
    words = ["".join(map(chr, 97 + random.integers(0, 22, 8))) for _ in range(20_000)]
    texts = [
        (" ".join(random.choice(words, 8)), ". ".join(" ".join(line) for line in lines))
        for lines in random.choice(words, (300, 25, 6))
    ]
    tracemalloc.start()
    name_groups(texts, [at % 5 for at in range(300)])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # kept as strings they took 106 kB
    assert peak / 300 < 60_000
