"""Lines of hard-wrapped text that are not full, as the word behind them was a long one."""

from __future__ import annotations

import pytest

import planparse

FULL = [
    "县域金融机构持续优化营商服务，健全政银企对接机制，推动信贷资金更多投向实",
    "体经济重点领域和薄弱环节，完善风险分担补偿办法，提高普惠贷款可得性覆盖面",
    "便利度和满意度，支持乡镇网点下沉服务，建设普惠站点，畅通融资渠道和产品供",
    "给通道，推进信用村镇建设和整村授信，改善农村支付环境，防范化解各类金融风",
    "险隐患，守住不发生系统性区域性风险的底线要求，营造安全稳定的良好发展环境",
]


@pytest.mark.parametrize(
    ("line", "is_cut"),
    [
        ("“十四五”时期，全县涉农贷款余额由四十二亿元快速增长到", True),
        ("“十四五”时期，全县涉农贷款余额四十二亿元年末存贷比", False),
        ("全县贷款余额增长到", False),  # too short to have been cut by the margin
    ],
)
def test_a_line_that_ends_in_a_word_behind_which_more_must_follow_goes_on(
    line: str, is_cut: bool
) -> None:
    text = "\n".join(["示例县金融发展规划", "一、基础", *FULL, line, "2025年的63亿元。", *FULL])
    plan = planparse.parse(text)
    (mention,) = (one for one in plan.mentions if one.text == "63亿元")
    assert ("贷款余额" in (mention.subject or "")) is is_cut
