"""Whether a sentence reports what was found, or only what was asked, known before or done.

Owns these patterns alone. A claim is held up or refuted by findings; the sentence that says "to
determine whether …" shares more words with it, and says nothing.
"""

from __future__ import annotations

import re

from ingest.paper import PassageKind
from workbench.types import StoredPassage

__all__ = ["only_expects", "reports_finding", "states_aim"]

_AIM = re.compile(
    # labels of structured abstracts
    r"^\W*(?:(?:OBJECTIVES?|AIMS?|PURPOSE|CONTEXT|BACKGROUND|INTRODUCTION|DESIGN|SETTING|METHODS?"
    r"|MATERIALS?|DATA|STUDY|ELIGIBILITY|INTERVENTIONS?|MAIN OUTCOME)\b"
    r"|To (?:\w+ )?(?:determine|investigate|examine|assess|evaluate|test|compare|study|explore"
    r"|understand|estimate|identify|describe|review|address|measure|quantify|characteri[sz]e"
    r"|analy[sz]e)\b"
    r"|(?:Here,? )?[Ww]e (?:\w+ )?(?:aim(?:ed)?|sought|investigated?|examined?|review(?:ed)?"
    r"|stud(?:y|ied)|tested|explored?|ask(?:ed)?|evaluated?|assess(?:ed)?|compared?|analy[sz]ed?"
    r"|searched|measured|performed|conducted|used?|designed|hypothesi[sz]ed?|recruited|enrolled"
    r"|applied)\b)"
    r"|\b(?:remains?|is|are|were|was) (?:largely |still |poorly |not )?"
    r"(?:unknown|unclear|controversial|debated|understood)\b"
    r"|\blittle is known\b|\b[Tt]he (?:aim|objective|purpose|goal) "
)
_FINDING = re.compile(
    r"^\W*(?:RESULTS?|CONCLUSIONS?|FINDINGS?|INTERPRETATION|SUMMARY)\b"
    r"|\b(?:we|results?|findings?|data|analys[ie]s|experiments?|stud(?:y|ies)|evidence"
    r"|observations?|measurements?) (?:\w+ ){0,4}?"
    r"(?:show(?:s|ed|n)?|f(?:i|ou)nds?|demonstrate[sd]?|suggest(?:s|ed)?|indicate[sd]?"
    r"|reveal(?:s|ed)?|conclude[sd]?|identif(?:y|ied)|confirm(?:s|ed)?|report(?:ed)?|observed?"
    r"|establish(?:ed)?|support(?:s|ed)?)\b"
    r"|\b(?:was|were|is|are) (?:\w+ ){0,2}(?:associated|correlated|higher|lower|reduced|increased"
    r"|decreased|greater|less|more|similar|significant(?:ly)?|improved|worse|better|necessary"
    r"|sufficient|required|effective|faster|slower)\b"
    r"|\b(?:did|does|do) not\b|\bsignificant(?:ly)?\b"
    r"|\bno (?:significant |evidence|association|difference|effect)"
    r"|\b(?:leads?|led|results?|resulted) (?:to|in)\b|\boutperform(?:s|ed)?\b"
    r"|\b(?:reduce|increase|improve|decrease|induce|cause|enhance|regulate|require)[sd]?\b"
    r"|\b(?:prevent|promote|inhibit)(?:s|ed)?\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"conclu|discussion|findings|results|summary", re.IGNORECASE)
_OPENING = re.compile(r"introduction|background|related|method|overview", re.IGNORECASE)
_AIM_LOST, _FINDING_WON, _PLACE = 0.6, 0.28, 0.6


_EXPECTS = re.compile(
    r"\b(?:we|I|one|they) (?:\w+ )?(?:expect(?:ed)?|hypothesi[sz]ed?|anticipated?|predicted)\b"
    r"|\b(?:is|are|was|were) (?:\w+ )?(?:to be expected|expected to|hypothesi[sz]ed)\b"
    r"|\bhypothes[ie]s\b",
    re.IGNORECASE,
)

_CAME_TO_BE = re.compile(
    r"\b(?:we|results?|data|experiments?|analys[ie]s|tests?|findings?) (?:\w+ ){0,3}?"
    r"(?:f(?:i|ou)nds?|show(?:s|ed)?|observed?|confirm(?:s|ed)?|supports?|supported|reject(?:s|ed)?"
    r"|measured|obtain(?:s|ed)?)\b"
    r"|\b(?:was|were|is|are) (?:\w+ )?(?:confirmed|rejected|supported|verified|found|observed)\b"
    r"|\bas (?:we )?(?:expected|predicted|hypothesi[sz]ed)\b",
    re.IGNORECASE,
)


def only_expects(sentence: str) -> bool:
    """Whether a sentence says what somebody expects, and not that it came to be."""
    return bool(_EXPECTS.search(sentence)) and not _CAME_TO_BE.search(sentence)


def states_aim(sentence: str) -> bool:
    """Whether a sentence says what was asked, done or not known, and not what came of it."""
    return bool(_AIM.search(sentence))


def reports_finding(sentence: str, passage: StoredPassage, start: int) -> float:
    """How much (-0.6 to 0.88) a sentence looks like a finding.

    ``start`` is where it begins in the passage: abstracts end with what was found.
    """
    return (
        _FINDING_WON * bool(_FINDING.search(sentence))
        + _PLACE * _place(passage, start)
        - _AIM_LOST * states_aim(sentence)
    )


def _place(passage: StoredPassage, start: int) -> float:
    if passage.kind is PassageKind.ABSTRACT:
        return start / max(1, len(passage.text))
    if _CLOSING.search(passage.section):
        return 0.6
    return 0.2 if _OPENING.search(passage.section) else 0.4
