"""Which language a question is in: a question is short, and a wrong guess is told to a person."""

from __future__ import annotations

import pytest

from workbench.answer.language import language_of_question, notes_on_language


@pytest.mark.parametrize(
    "question",
    [
        "who first proposed a decentralized digital currency?",
        "How much memory does the ring need per node?",
        "A lock manager is better than an agreement library",
        "Eventual consistency is sufficient per se",
        "is a DHT de facto O(log n)?",
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
        ("Was ist ein Bloom-Filter?", "de"),
        ("Comment fonctionne la recherche dans les graphes?", "fr"),
        ("¿Qué es el aprendizaje profundo?", "es"),
        ("Hoe werkt het zoeken in een graaf?", "nl"),
        ("Кто изобрёл биткойн?", "ru"),
    ],
)
def test_a_short_question_in_another_language_is_recognised(question: str, language: str) -> None:
    assert language_of_question(question) == language
    assert notes_on_language(question, {"en": 20})
