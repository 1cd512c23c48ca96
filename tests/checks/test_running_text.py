"""What is searched in all of a plan's prose at once."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from planparse import grammar
from planparse.checks.running_text import RunningText
from planparse.model.draft import Draft, Paragraph
from planparse.model.source import Source

PARAGRAPHS = ("实施五大工程：", "水源工程", "建成三大基地。")


BROKEN_OFF = "到2025年，软件业务收入由12亿元增加到20亿元，三"
"""A line of prose that was cut in the middle of a sentence."""


def running_text(lines: Sequence[str] = PARAGRAPHS) -> RunningText:
    text = "\n".join(lines)
    paragraphs = []
    for number, words in enumerate(lines):
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


def test_words_between_two_numbers_go_on_over_a_line_that_breaks_off() -> None:
    prose = running_text((BROKEN_OFF, "年实现翻一番。", "游客翻一番。"))
    text = prose.text
    level, first, second = text.index("20亿元"), text.index("翻一番"), text.rindex("翻一番")
    assert prose.between((level, level + 4), (first, first + 3)) == "，三年实现"
    assert prose.between((level, level + 4), (second, second + 3)) is None
