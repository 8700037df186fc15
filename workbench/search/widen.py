"""Finding more than was asked for, when a person wants that.

Owns the ways. Each changes what is matched before it is fused, so everything after is the same for
all of them:

- ``parts``: the sub-questions of a question are searched too; a passage keeps its best score.
- ``hyde``: the writer makes up a passage that would answer, and the query's embedding is averaged
  with the passage's (Gao et al., "Precise Zero-Shot Dense Retrieval without Relevance Labels",
  ACL 2023). Only the embedding is used; not a word of it is shown.
- ``citations``: papers that cite, or are cited by, the papers found first are searched as well,
  and their passages gain a bounded part.
- *like*: in place of a query, passages near a paper's abstract or to one passage.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.fusion import FusedPassage
from index.protocols import ScoredPassage
from ingest.paper import PassageKind
from workbench.catalogue.catalogue import Catalogue
from workbench.engines import MODEL_UNAVAILABLE, Engines
from workbench.search.match import Matched, Meaning

__all__ = [
    "WIDENINGS",
    "add_links",
    "best_of",
    "linked_papers",
    "look_for_answer",
    "sub_questions",
    "text_of",
    "with_matches_of",
]

WIDENINGS = ("parts", "hyde", "citations")
LINKED_FROM = 10
"""Papers at the top whose citations are followed."""
LINKED_SHARE = 0.1
"""What being linked to most of them adds to a score."""
# their first bit is never set: they are signed numbers in the catalogue; papers' ids are not
_PASSAGE_ID = re.compile(r"[0-7][0-9a-f]{15}")
_MADE_UP_TOKENS = 120
_MADE_UP = (
    "Write one short paragraph, as it might stand in the abstract of a research paper, that "
    "answers this question: "
)


def sub_questions(question: str) -> tuple[str, ...]:
    """The questions that a compound question or a comparison is made of; empty for a plain one."""
    from workbench.answer.understand import understand

    parts = understand(question).parts
    return parts if len(parts) > 1 else ()


def best_of(lists: Sequence[Sequence[FusedPassage]]) -> list[FusedPassage]:
    """Several lists as one: each passage with the best score it has in any; best first."""
    best: dict[str, FusedPassage] = {}
    for hits in lists:
        for hit in hits:
            if hit.passage_id not in best or hit.score > best[hit.passage_id].score:
                best[hit.passage_id] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, hit.passage_id))


def look_for_answer(
    matched: Matched, question: str, candidates: int, engines: Engines, cancel: threading.Event
) -> tuple[Matched, str]:
    """Match by meaning with a passage that the writer made up.

    Args:
        matched: What the question itself matched.
        question: What was asked.
        candidates: Most passages of the new list.
        engines: The writer and the embedder.
        cancel: Stops the writing.

    Returns:
        The matches, with another list of meaning, and a note where there is something to say.
    """
    import numpy as np

    if matched.meaning is None:
        return matched, "no passage was made up: there is no meaning to search by"
    try:
        name, writer = engines.writer()
        written = writer.generate(
            [{"role": "user", "content": _MADE_UP + question}],
            max_tokens=_MADE_UP_TOKENS,
            repeat_penalty=1.1,
            cancel=cancel,
        )
        if not written.text.strip():
            return matched, f"{name} made up no passage to look for"
        made_up = engines.embedder().embed_texts([written.text], cancel)[0]
    except MODEL_UNAVAILABLE as error:
        return matched, f"no passage was made up: {error}"
    mean = matched.meaning.vector + made_up
    vector = (mean / np.linalg.norm(mean)).astype(np.float32)
    note = f"the query was averaged with a passage that {name} made up"
    return _with_meaning(matched, replace(matched.meaning, vector=vector), candidates), note


def _with_meaning(matched: Matched, meaning: Meaning, candidates: int) -> Matched:
    """The matches with meaning asked anew, keeping what the question found."""
    found = {hit.passage_id: hit for hit in matched.lists["dense"]}
    for hit in meaning.best(candidates):
        found[hit.passage_id] = hit
    scores = meaning.scores(list(found))
    dense = sorted(
        (ScoredPassage(name, score) for name, score in scores.items()),
        key=lambda hit: (-hit.score, hit.passage_id),
    )
    return replace(
        matched,
        lists={**matched.lists, "dense": dense},
        scorers={**matched.scorers, "dense": meaning.scores},
        meaning=meaning,
    )


def linked_papers(
    ranked: Sequence[FusedPassage], papers: Mapping[str, str], catalogue: Catalogue
) -> dict[str, int]:
    """Papers one citation away from those found first, and from how many of them."""
    found = (papers[hit.passage_id] for hit in ranked if hit.passage_id in papers)
    first = list(dict.fromkeys(found))[:LINKED_FROM]
    linked = catalogue.impact.links_of(first)
    return dict(Counter(other for _, other in linked if other not in first))


def with_matches_of(matched: Matched, extra: Matched) -> Matched:
    """Matches of some papers, asked for by themselves, beside those found everywhere."""
    lists = {}
    for name, hits in matched.lists.items():
        known = {hit.passage_id for hit in hits}
        more = [hit for hit in extra.lists.get(name, ()) if hit.passage_id not in known]
        lists[name] = sorted([*hits, *more], key=lambda hit: (-hit.score, hit.passage_id))
    return replace(matched, lists=lists)


def add_links(
    ranked: Sequence[FusedPassage], papers: Mapping[str, str], links: Mapping[str, int]
) -> list[FusedPassage]:
    """Give passages of linked papers their part, in proportion to the links; best first."""
    most = max(links.values(), default=0)
    if not most:
        return list(ranked)
    lifted = []
    for hit in ranked:
        count = links.get(papers.get(hit.passage_id, ""), 0)
        share = LINKED_SHARE * count / most * min(1.0, max(0.0, hit.score))
        terms = {**hit.terms, "linked_share": share} if share else hit.terms
        lifted.append(FusedPassage(hit.passage_id, hit.score + share, terms))
    return sorted(lifted, key=lambda hit: -hit.score)


def text_of(key: str, catalogue: Catalogue) -> tuple[str, frozenset[str]]:
    """What to find more of, as a query's words, and the passages that are not to be found again.

    Args:
        key: A paper (key, id, path), of which title and abstract count, or a passage's id.
        catalogue: What they are in.

    Raises:
        PaperNotFoundError: The key names neither.
    """
    if _PASSAGE_ID.fullmatch(key) and (passage := catalogue.passages.by_ids([key]).get(key)):
        return passage.text, frozenset([key])
    paper_id = catalogue.papers.resolve(key)
    passages = catalogue.passages.of_paper(paper_id)
    title = catalogue.papers.summaries([paper_id])[paper_id].title
    telling = [p.text for p in passages if p.kind is PassageKind.ABSTRACT] or [
        p.text for p in passages[:1]
    ]
    return " ".join([title, *telling]), frozenset(p.id for p in passages)
