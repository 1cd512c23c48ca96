"""What holds of every input, whatever it is."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import planparse
from planparse import Parser, PlanparseError, grammar
from planparse.model.plan import Plan
from planparse.outputs.json import plan_json
from planparse.readers.limits import Limits

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
from laws import assert_laws

LIMITS = Limits(seconds=20, characters=200_000, unpacked_bytes=20_000_000, objects=50_000)
_PARSER = Parser()


def check_text(text: str) -> None:
    """A text gives a plan that holds the laws, and the same bytes twice."""
    _check(planparse.parse(text), planparse.parse(text))


def check_file(data: bytes, name: str) -> bool:
    """A file gives a plan that holds the laws, or a `PlanparseError`; whether it was read."""
    try:
        plan = _PARSER.read(data, name=name, limits=LIMITS)
    except PlanparseError as error:
        assert "\n" not in str(error), f"an error of several lines: {error}"
        return False
    _check(plan, _PARSER.read(data, name=name, limits=LIMITS))
    return True


def check_pack(data: bytes, folder: Path) -> bool:
    """A pack is refused, or what it makes holds the laws; whether it was taken."""
    path = folder / "fuzz.toml"
    path.write_bytes(data)
    try:
        parser = Parser(grammar=grammar.load(path))
        assert_laws(parser.parse(_PLAN))
    except PlanparseError as error:
        assert "\n" not in str(error), f"an error of several lines: {error}"
        return False
    return True


def _check(plan: Plan, again: Plan) -> None:
    assert_laws(plan)
    printed = plan_json(plan)
    assert printed == plan_json(again), "the same input gave other bytes"
    json.loads(printed)


_PLAN = """某县照明规划

一、主要目标
表1 主要指标
序号\t指标\t单位\t2020年\t2025年\t属性
1\t路灯熄灯率\t%\t0.5\t≤0.8\t约束性
2\t智能灯杆\t根\t120\t600\t预期性

到2025年，建成智能灯杆600根以上，绿化面积达到30亩。
"""
