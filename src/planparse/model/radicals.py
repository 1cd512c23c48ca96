"""Radicals and compatibility ideographs told as the characters that they show.

Fonts with one glyph for a character and its radical make PDF programs tell the radical's
code (⽂ for 文), and text taken from such files is full of them. Unicode's compatibility
decompositions undo most, the rest are the equivalents of EquivalentUnifiedIdeograph.txt.
"""

from __future__ import annotations

import re
import unicodedata

_EQUIVALENT = str.maketrans(
    "⺁⺄⺆⺈⺊⺍⺎⺐⺒⺓⺕⺗⺙⺛⺝⺠⺡⺢⺣⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺱⺲⺶⺷⺸⺹⺺⻺⻼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻲⼾⾭",
    "厂乙冂刀卜小尢尣巳幺彐心攵旡月民氵氺灬爫丬牛犭王疋罒示礻竹糸罓罒羊羊羋耂肀聿月臼艹艹艹虎衤覀西见角讠贝车辶钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾齐齿龙亀户青",
)
_FOREIGN = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")


def unified(text: str) -> str:
    """`text` with each radical and compatibility ideograph as its unified character, one for one."""
    return _FOREIGN.sub(_one, text)


def _one(found: re.Match[str]) -> str:
    shown = unicodedata.normalize("NFKC", found[0].translate(_EQUIVALENT))
    return shown if len(shown) == 1 else found[0]
