"""Radicals, compatibility ideographs and private codes, replaced by the characters that they show.

Fonts with one glyph for a character and its radical make PDF programs tell the radical's
code (⽂ for 文), and text taken from such files is full of them. Unicode's compatibility
decompositions undo most, the rest are the equivalents of EquivalentUnifiedIdeograph.txt.
Founder's typesetting prints the decimal point as a character with a private code.
"""

from __future__ import annotations

import re
import unicodedata

_RADICALS = (
    "⺁⺄⺆⺈⺊⺍⺎⺐⺒⺓⺕⺗⺙⺛⺝⺠⺡⺢⺣⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺱⺲⺶⺷⺸⺹⺺⻺⻼⺽⺾⺿"
    "⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻲⼾⾭"
)
_CHARACTERS = (
    "厂乙冂刀卜小尢尣巳幺彐心攵旡月民氵氺灬爫丬牛犭王疋罒示礻竹糸罓罒羊羊羋耂肀聿月臼艹艹"
    "艹虎衤覀西见角讠贝车辶钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾齐齿龙亀户青"
)
"""The characters that the radicals show, in the same order."""
FOUNDER_POINT = "\U001001b0"
"""The decimal point of Founder's typesetting."""

_EQUIVALENT = str.maketrans(_RADICALS + FOUNDER_POINT, _CHARACTERS + ".")
_FOREIGN = re.compile(f"[\u2e80-\u2fdf\uf900-\ufaff{FOUNDER_POINT}]")


def unified(text: str) -> str:
    """`text` with each radical and compatibility ideograph as its unified character, one for one."""
    return _FOREIGN.sub(_one, text)


def _one(found: re.Match[str]) -> str:
    printed = found[0]
    shown = unicodedata.normalize("NFKC", printed.translate(_EQUIVALENT))
    # A few compatibility characters stand for several: offsets must not move.
    return shown if len(shown) == 1 else printed
