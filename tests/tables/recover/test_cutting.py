"""What decides where a cell ends, in readings that cut lines into cells by what costs least."""

from __future__ import annotations

from planparse import grammar
from planparse.tables.recover.readings.line_blocks.block import BlockReader
from planparse.tables.recover.readings.stack.costs import CellCosts, PieceCosts
from planparse.tables.recover.readings.stack.headers import headers_of_stack
from planparse.tables.recover.readings.stack.pieces import stack_of
from planparse.tables.recover.tokens import ColumnLayout, Token

G = grammar.default()
LAYOUT = ColumnLayout((), ("number", "name", "unit", "value"))


def words(line: int, *texts: str) -> list[Token]:
    """The words of a line."""
    found: list[Token] = []
    for n, text in enumerate(texts):
        start = line * 100 + n * 20
        found.append(Token(text, (start, start + len(text)), line, n * 20))
    return found


def test_pieces_of_a_cell_lie_evenly_around_its_row() -> None:
    """A piece above and one below cost less than two below: cells are centred in their rows."""
    reader = BlockReader(LAYOUT, G, 20, centred=True, groups=False)
    main = ("2", "%", "35")
    above, below = "新能源运输船舶数量占总", "数量比例"
    around = reader.read([words(0, above), words(1, *main), words(2, below)], 1)
    under = reader.read([words(0, *main), words(1, above), words(2, below)], 0)
    assert around is not None
    assert under is not None
    assert around.cost < under.cost


def test_where_cells_begin_on_the_first_line_pieces_lie_below() -> None:
    reader = BlockReader(LAYOUT, G, 20, centred=False, groups=False)
    name, rest = "新能源运输船舶数量占总", "数量比例"
    below = reader.read([words(0, "2", name, "%", "35"), words(1, rest)], 0)
    above = reader.read([words(0, name), words(1, "2", rest, "%", "35")], 1)
    assert below is not None
    assert above is not None
    assert below.cost < above.cost


def test_a_blank_line_divides_cells_where_the_others_have_none_inside() -> None:
    """全民阅读活 / 人次 are one cell; a blank line between them makes two of them."""
    texts = {0: "12", 2: "全民阅读活", 3: "人次", 5: "个", 7: "34"}
    stack = stack_of([words(n, text) for n, text in texts.items()], LAYOUT, G, "")
    assert stack.blank_divides
    costs = CellCosts(PieceCosts(stack, LAYOUT, G), LAYOUT, {1: 10})
    assert costs.join(1, 3, 3) < costs.join(2, 4, 3)


def test_unknown_words_of_a_header_are_offered_as_cells_of_their_own() -> None:
    """The rows decide whether two such words are one cell; so both ways have to be offered."""
    heads = ("序号", "指标名称", "单位", "滚动安排", "冬季安排")
    lines = [words(n, text) for n, text in enumerate(heads)]
    offered = headers_of_stack([*lines, words(9, "1")], G, captioned=True)
    assert heads in {tuple(cell.text for cell in header.layout.header[-1]) for header in offered}
