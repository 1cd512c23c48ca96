"""What is searched in all of a plan's prose at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

import pytest
import regex

from planparse import grammar
from planparse.checks.beside_words import LISTS, BesideWords
from planparse.checks.matter import Matter
from planparse.checks.registry import matter_of
from planparse.checks.running_text import RunningText
from planparse.model.draft import Draft, Paragraph
from planparse.model.source import Source, text_lines
from planparse.parser import STAGES

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


def test_words_are_found_wherever_they_stand_in_one_another() -> None:
    """The one pass over a text finds what a search for each word finds."""
    words = grammar.default().derived(BesideWords)
    lines = ("开工建成投用。", "到2025年底前", "重点工程、十大工程", "将把", "")
    text = "\n".join(lines)
    starts = [0, *(at + 1 for at, letter in enumerate(text) if letter == "\n")]
    printing = words.paragraphs(text, starts)
    assert printing
    for word in words.words:
        told = {number for number, line in enumerate(lines) if word in line}
        assert printing.get(word, set()) == told, word
    assert set(printing) <= words.words


@pytest.mark.parametrize("rule", LISTS)
def test_a_rule_is_printed_where_any_of_its_words_is(rule: str) -> None:
    """Words of one character are looked for on their own, all others in one go."""
    text = running_text().text
    printed = [word in text for word in grammar.default().words(rule)]
    assert running_text().prints(rule) is any(printed)
    for word in grammar.default().words(rule):
        assert running_text([f"甲乙丙丁{word}。"]).prints(rule), word


def test_words_that_no_list_has_are_looked_for_on_their_own() -> None:
    number = regex.compile("[三五]大")
    found = running_text().finditer_with(("基地",), number)
    assert [match[0] for match in found] == ["三大"]
    assert not list(running_text().finditer_with(("基地",), number, besides=("园区",)))


def matter(text: str) -> Matter:
    draft = Draft(Source(text, text_lines(text)))
    for _, stage in takewhile(lambda step: step[0] != "findings", STAGES):
        draft = stage(draft, grammar.default())
    return matter_of(draft, grammar.default())


def test_numbers_with_a_word_between_them() -> None:
    text = "新建学校12所，其中小学8所、中学4所，总投资3亿元。"
    prose = matter(text).prose
    assert prose.gaps_with(("其中",), 60) == [0]
    assert prose.gaps_with(("，", "、"), 60) == [0, 1, 2]
    assert prose.gaps_with(("，", "、"), 3) == [1]
    assert prose.gaps_with(("分别",), 60) == []


def test_numbers_beside_a_word_of_their_sentence() -> None:
    """A sentence that goes on behind a line's end is one."""
    cut = "到2025年，软件业务收入达到120亿元，游客接待量达到三千万人次，带动就业2万人，"
    lines = (cut, "每年新增就业3000人。", "建成学校8所。", "年均增长6%。")
    told = matter("\n".join(lines))
    beside = told.prose.mentions_beside("checks.yearly-words")
    printed = [told.draft.mentions[at].text for at in beside]
    assert printed[-2:] == ["3000人", "6%"]
    assert "8所" not in printed


def test_words_between_two_numbers_go_on_over_a_line_that_breaks_off() -> None:
    prose = running_text((BROKEN_OFF, "年实现翻一番。", "游客翻一番。"))
    text = prose.text
    level, first, second = text.index("20亿元"), text.index("翻一番"), text.rindex("翻一番")
    assert prose.between((level, level + 4), (first, first + 3)) == "，三年实现"
    assert prose.between((level, level + 4), (second, second + 3)) is None
