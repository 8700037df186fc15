"""Which language a question is in: a question is short, and a wrong guess is told to a person."""

from __future__ import annotations

import pytest

from workbench.answer.language import (
    advice_on_language,
    language_of_question,
    notes_on_language,
)
from workbench.library import Library


@pytest.mark.parametrize(
    "question",
    [
        "who first proposed a decentralized digital currency?",
        "How much memory does the ring need per node?",
        "A lock manager is better than an agreement library",
        "Eventual consistency is sufficient per se",
        "is a DHT de facto O(log n)?",
        "Comment on the results of Pastry",
        "Was Pastry faster?",
    ],
)
def test_english_questions_are_not_told_that_they_are_in_another_language(question: str) -> None:
    assert language_of_question(question) in {"en", ""}
    assert notes_on_language(question, {"en": 20}) == []


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("wer hat die Druckerpresse erfunden?", "de"),
        ("wer hat Bitcoin erfunden?", "de"),
        ("Wie viele Transaktionen pro Sekunde schafft OpenReplica?", "de"),
        ("Was ist Bigtable?", "de"),
        ("Comment fonctionne Chubby ?", "fr"),
        ("Was ist ein Bloom-Filter?", "de"),
        ("Comment fonctionne la recherche dans les graphes?", "fr"),
        ("¿Qué es el aprendizaje profundo?", "es"),
        ("¿Cuántas transacciones por segundo soporta?", "es"),
        ("Hoe werkt het zoeken in een graaf?", "nl"),
        ("Кто изобрёл биткойн?", "ru"),
    ],
)
def test_a_short_question_in_another_language_is_recognised(question: str, language: str) -> None:
    assert language_of_question(question) == language
    assert notes_on_language(question, {"en": 20})
    advice = advice_on_language(question, {"en": 20, "sv": 1})
    assert "ask in English" in advice


def test_a_refusal_advises_on_the_language_and_blames_no_word(sample_library: Library) -> None:
    answer = sample_library.ask("Wie viele Transaktionen pro Sekunde sind es?", keep=False)
    assert answer.refused
    assert answer.suggestion.startswith("The question seems to be in German: ask in English")
    assert "Wie”" not in answer.text
    assert advice_on_language("How many are there?", {"en": 20}) == ""
