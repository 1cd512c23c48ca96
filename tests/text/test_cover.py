"""The plan's own data on cover and notice, beside what the fixtures show."""

from __future__ import annotations

import pytest

from planparse.parser import Parser


@pytest.mark.parametrize(
    "title",
    ["江城市供水“十五五”规划（江水发〔2026〕7号）", "江城市供水“十五五”规划\n(江水发[2026]第7号)"],
)
def test_the_documents_number_behind_its_title(title: str) -> None:
    plan = Parser().parse(f"{title}\n一、目标\n到2030年，供水普及率达到99%。\n")
    assert plan.title == "江城市供水“十五五”规划"
    assert plan.region is not None and plan.region.name == "江城市"
    assert plan.period is not None and plan.period.end == 2030
