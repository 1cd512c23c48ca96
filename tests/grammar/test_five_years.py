"""Five-year plans by the words that name them."""

import pytest

from planparse.grammar.five_years import last_year_of

NAMED = [
    ("“十四五”时期", 2025),
    ("十五五", 2030),
    ("“十五五”规划", 2030),
    ("第十四个五年规划", 2025),
    ("第十五个五年规划", 2030),
    ("“十三五”末", 2020),
    ("十年来", None),
    ("五年规划", None),
    ("第十四届", None),
]


@pytest.mark.parametrize(("words", "year"), NAMED)
def test_the_last_year_of_the_plan_that_words_name(words: str, year: int | None) -> None:
    assert last_year_of(words) == year
