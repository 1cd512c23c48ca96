"""What is searched in all of a plan's prose at once."""

from __future__ import annotations

import regex

from planparse import grammar
from planparse.checks.running_text import RunningText
from planparse.model.draft import Draft, Paragraph
from planparse.model.source import Source

PARAGRAPHS = ("实施五大工程：", "水源工程", "建成三大基地。")


def running_text() -> RunningText:
    text = "\n".join(PARAGRAPHS)
    paragraphs = []
    for number, words in enumerate(PARAGRAPHS):
        paragraphs.append(
            Paragraph(
                text=words,
                pieces=(0,),
                starts=(text.index(words),),
                first=number,
                last=number,
            )
        )
    draft = Draft(Source(text, ()), paragraphs=tuple(paragraphs))
    return RunningText(draft, grammar.default())


def test_a_pattern_is_tried_only_beside_the_words_that_it_needs() -> None:
    number = regex.compile("[三五]大")
    found = running_text().finditer_beside("checks.announcing-items", number)
    assert [match[0] for match in found] == ["五大"]


def test_a_match_beside_a_word_may_ask_for_the_line_end_behind_its_paragraph() -> None:
    announced = regex.compile(r"：(?=\n)")
    prose = running_text()
    (match,) = prose.finditer_beside("checks.announcing-items", announced)
    assert prose.text[match.start()] == "："
    assert prose.index(match.start()) == 0
