"""The language is told where there is enough text, and left open where there is not."""

from __future__ import annotations

import pytest

from ingest.language import language_of


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("The reader of the paper is in the library and it is open to all of us.", "en"),
        ("Der Leser ist in der Bibliothek und das Buch ist nicht auf dem Tisch.", "de"),
        ("Le lecteur est dans la bibliothèque et les livres sont sur la table.", "fr"),
        ("El lector está en la biblioteca y los libros que lee son de la casa.", "es"),
        ("日本語の文には語の切れ目がない。", "ja"),
        ("中文的句子里没有空格。", "zh"),
        ("Читатель сидит в библиотеке и читает книгу.", "ru"),
        ("x = 1 + 2", ""),
    ],
)
def test_languages(sentence: str, code: str) -> None:
    assert language_of(f"{sentence} " * 6) == code


def test_a_few_words_are_not_enough() -> None:
    assert language_of("The reader of the paper") == ""
