"""What each kind of finding means, in full; the labels say it in a few words."""

from __future__ import annotations

from typing import get_args

from planparse.model.plan import Severity

SEVERITIES: tuple[str, ...] = get_args(Severity)
"""The worst first."""

DESCRIPTIONS: dict[str, str] = {
    "prose-contradicts-table": (
        "The text says one number, the table another. Names are matched by their "
        "words, whatever their order; the base (每千人口), the year and the unit must fit. "
        "A value that satisfies the other's bound is no contradiction: 达到38% agrees "
        "with ≥35, and 达到3人 with a goal of 3. Two bounds for one goal must be the same "
        "bound (≤2.1, ≤2.2), unless the text tells floors and ceilings that other "
        "goals of the table are better than, too."
    ),
    "sum-mismatch": (
        "The rows do not add up to the printed 合计 or 总计, or those of a group to its "
        "小计. What there is at the end of each period (期末累计, in rows that are years) is "
        "no sum. Rounding of the parts is tolerated, if not all halves of a digit at "
        "once (of many parts fewer, as a warning, where the other columns come out to "
        "the digit), and shares whose 合计 prints 100 must make up 100. Heads of a "
        "numbered table (一 over （一）) and columns headed 合计 are added up as well, where "
        "most columns or rows show them to be sums. In prose, parts are added up that "
        "are said to be all there is (由以下三部分构成, 由…组成), as a warning; what 其中 names "
        "side by side (分别为, or one after the other: 其中主干路45公里、次干路38公里、支路42公里) must not "
        "be more than the whole, and three parts or more that lack a little of it are "
        "an `info`. That is a warning where one wrong digit explains what lacks, and "
        "all digits behind it come out (3990 over 1800, 960, 430 and 600); parts that "
        "may overlap (三级医院, 民营医院) are left out. The shares of a structure "
        "(三次产业结构调整为8.2：41.5：52.3) must make up 100. Indicators whose parts make up the "
        "whole exactly in one year must do so in the other."
    ),
    "part-exceeds-whole": (
        "A row after 其中： is larger than the row that it breaks down, or a cell under 其中 "
        "than the one of the column before. In prose, a number behind 其中 is larger than "
        "the one right before it (林地62万亩，其中公益林71万亩), or more people are told of from a "
        "higher age on (65岁及以上占19.6%, 60岁及以上占18.2%), as a warning."
    ),
    "duplicate-number": (
        "A number stands twice in one list: among headings, among boxes (专栏1), the "
        "serial numbers of a table (3, 2.1.1), the ordinals of a paragraph (一是, 二是, "
        "二是), the items of a box, or items that are sentences and run on through all "
        "chapters (11．, 12．, 12．, 13．). Headings count only where all of their list "
        "are headings for sure, and not where two stand on one line, as in a contents "
        "whose columns were read as one. Where pages have the text of an older "
        "recognition, all findings about numbers on them are one note."
    ),
    "missing-number": (
        "A number is left out of a list: of headings, boxes, serial numbers, labels "
        "before the names of rows (（7） then （9）), ordinals of a paragraph (一是, 二是, "
        "四是), or items of a box. What a document says it leaves out (节选, 第三、四章另册印发) is "
        "not missing."
    ),
    "target-weaker-than-baseline": (
        "The goal is weaker than what is reached already. Which way is better is known "
        "by the indicator (`grammars/indicators.toml`); where it is not known, there is"
        " no finding. Nor is there one for growth, for what each period adds (年均增长, "
        "新增就业, 〔13.5〕), or for work that is done (造林, 改造): less than in the period "
        "before is no step back. A sentence whose verb goes up while its numbers go "
        "down (由88.2%提高到86.5%, 由11.3年提高到10.9年) is wrong whatever the indicator; of what"
        " is reached already it is told as `prose-contradicts-prose`. A quota (用水总量), a"
        " floor or a ceiling that is met already (优良天数≥85%, 畜禽粪污综合利用率≥80% where 88.4% "
        "is reached), and a floor that an amount is to stay above (稳定在41万吨以上) give an "
        "`info`, as does a goal whose note calls it a line (市定控制上限), and unemployment "
        "at 5.5左右; so does a quota without a sign, but not what is used for each "
        "(万元地区生产总值用水量). One exception: a bound for the care of mothers, children and "
        "the sick (死亡率, 管理率, 接种率, 报告率, 筛查率, 平均住院日) gives a warning, as a plan sets its "
        "own; it is often meant all the same. Work done in a year (老旧小区改造) and what is "
        "told of buildings just named (新建发电厂1座，处理能力800吨/日) are not compared. A goal for"
        " a later year that is weaker than the one for an earlier year (2027年70%, "
        "2030年65%) is told, too."
    ),
    "target-weaker-than-superior": (
        "The goal is weaker than that of the level above, where the table prints both. "
        "Often meant, so it is `info`. A goal of the text that is less than the text "
        "says is asked from above (市下达我县的规范化管理率不低于92%, 我县…90%以上) is a warning; an "
        "amount is compared only with one that was set for the plan's own area: in the "
        "text, in the sum row of the plan's own table, or in a column that is handed "
        "down (市级下达指标). So is a change (下降12%) with the plan's own of the same years."
    ),
    "heading-out-of-order": (
        "Headings do not follow their numbers, or boxes do not (专栏1, 专栏3, 专栏2), where "
        "each number stands once."
    ),
    "unit-missing": (
        "An indicator with a number has no unit, and the others of its table have one."
    ),
    "unreadable-cell": (
        "Something printed could not be read: broken characters or strange signs "
        "(3#.6) in a cell of numbers, a cell of a scan that recognition is not sure of "
        "(a smudged one, of which nothing can be recognised, reads `�`), or pages and "
        "tables of a PDF that are pictures while the extra `ocr` is not installed. The "
        "field of the indicator stands in `inferred` as well."
    ),
    "unreadable-table": (
        "The plan promises a table of indicators, by a caption (专栏1 主要指标) or in a "
        "sentence (主要指标见专栏1), and none was read; or one was read with grave doubts about "
        "the whole, or about half of its rows. Also a table with a column of goals whose "
        "rows were not taken for indicators, and a picture in the part on goals (主要目标) "
        "of a PDF in which no indicator was read. And text outside all tables that only such "
        "a table prints: three or more ends of rows (约束性, 预期性 at the end of a line or right "
        "behind a value), or heads in a row (指标2020年2025年). Or the letters or lines of the "
        "whole text are broken. What to do: read another format of the same document (the web page, the Word file), install the extra `ocr` for a "
        "scan or a picture, or copy by hand."
    ),
    "prose-contradicts-prose": (
        "The text tells one goal or one fact twice, for one year, with numbers that "
        "cannot both hold, and no table has a row of it (then the table decides). Only "
        "names that are surely of one thing are compared: well-known indicators "
        "(`grammars/indicators.toml`), what is said to be of the whole area (全市…), "
        "long names (村级文化服务中心达标率), and clauses in the very same words about the whole "
        "area or a span of years (五年新建绿道). Two numbers of one sentence are of two "
        "things, and so are two that are said to be measured in two ways (按现价, 自然口径). "
        "全部消除 in one place and 基本消除 in another, for one year, are told too; a sentence "
        "without a year is of that of its stage (第三阶段（2027年1月至11月）) or of what opens "
        "its list (到2028年：)."
    ),
    "unit-mismatch": (
        "One number of one thing stands in two units: ‰ in the text and % in the table,"
        " 8.2人 and 8.2万人, in text and table or in two places of the text; a goal of the"
        " last period was set in one unit and is told as met in another (下降18%, "
        "31微克/立方米); the money of a project has the same digits in text and table and "
        "another size (总投资12.6亿元, 12600万元), or that of all of them and a table's 合计; a "
        "quantity in brackets is not the one before it in another unit (1200亩（合100公顷）);"
        " or a concentration is printed in micrometres (μm/m³). 520万千瓦 and 520万千瓦时 of "
        "one thing, and a part that is called by its whole (风电装机 beside 其中：风电), are "
        "held against each other likewise."
    ),
    "impossible-value": (
        "A share of more than all there is or of less than nothing (开工率为-83.3%), more "
        "days than a year has, an age that no population reaches. Rates that may be "
        "more than 100 % (毛入学率, 保值增值率, 移动电话普及率) are left out. Also an amount of a "
        "whole area that is too small for a village, as its 万 or 亿 was lost "
        "(全市变电容量17760千伏安), a target year that is not behind the base year, a span of "
        "years or months that runs backwards (2025—2022年), a year that no plan looks "
        "ahead to (到2205年), and a day that no month has."
    ),
    "count-mismatch": (
        "Another number is announced than is listed: 五大工程 and four of them (一是…二是…, "
        "numbered paragraphs, names with commas that all end in 工程, short names such as "
        "强基、提质、增效, lines with a mark such as —— or ●, or the headings below it or below the paragraph that "
        "announces them), 重点项目8个 right above a table of projects with seven rows, "
        "六大片区 in a sentence that names the table (见表3), "
        "约束性指标3项 and two in the plan's one table. A number that is off by more than two "
        "(three for indicators) is taken to count something else."
    ),
    "missing-reference": (
        "The text points to a box, a table or a chapter that is not there (见专栏5, "
        "详见第九章), while others of its kind are. An annex (见附件3) is missing where all "
        "those before it are printed and no list of annexes says that it is another "
        "file; so are 附表 and 附图. What may be a picture or another document (《…》专栏7) "
        "is left out. So is one behind the end of the plan's own list (附件：1.… 2.…)."
    ),
    "stock-mismatch": (
        "A stock and what is added to it do not make the stock of the other year: in a "
        "table with a column of what is added, where most other rows come out; in "
        "several sentences (2020年底356公里 … “十四五”期间新建124公里，总里程达到500公里); in a sentence "
        "(由120增加到200，新增90; 新增18个，由41个增加到61个; 2020年420辆，“十四五”时期新增150辆，到2025年达到650辆); or where less is added "
        "in the text than the table's stock grows by. A change against a named year "
        "(比2020年提高5个百分点) must be the difference of both years' levels, wherever these "
        "are told."
    ),
}
"""The first paragraph of each in docs/checks.md, without its links."""
