"""Scans of PDF files: every page a picture, on request turned a little and noisy."""

from __future__ import annotations

import io
from typing import Any

from compare import core, same, same_words
from planparse.model.plan import Plan
from plans import Content, expected

DPI = 200
SCANS: dict[str, tuple[dict[str, Any], float]] = {
    "clean": ({}, 0.98),
    "noisy": ({"turned": 0.8, "noise": 12.0}, 0.95),
}
"""How a scan is made, and the share of the indicators' cells that must be read from it."""


def rasterised(
    data: bytes, *, turned: float = 0.0, noise: float = 0.0, pages: int | None = None
) -> list[Any]:
    """Pages of a PDF as grey pictures (numpy), turned by `turned` degrees, `noise` in grey levels."""
    import cv2
    import numpy as np
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(data)
    grain = np.random.default_rng(7)
    shots: list[Any] = []
    for index in range(min(len(document), pages or len(document))):
        shot = document[index].render(scale=DPI / 72, grayscale=True).to_numpy()
        shot = shot.reshape(shot.shape[:2]).astype(float)
        if turned:
            high, wide = shot.shape
            matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), turned, 1.0)
            shot = cv2.warpAffine(shot, matrix, (wide, high), borderValue=255.0)
        if noise:
            shot = cv2.GaussianBlur(shot, (3, 3), 0.7)
            shot = shot * 0.9 + 12 + grain.normal(0, noise, shot.shape)
            shot[grain.random(shot.shape) < 0.0005] = 30
        shots.append(np.clip(shot, 0, 255).astype(np.uint8))
    return shots


def scanned(
    data: bytes, *, turned: float = 0.0, noise: float = 0.0, pages: int | None = None
) -> bytes:
    """A PDF whose pages are `rasterised` ones of the PDF `data`."""
    from PIL import Image

    shots = [Image.fromarray(s) for s in rasterised(data, turned=turned, noise=noise, pages=pages)]
    out = io.BytesIO()
    shots[0].save(out, "PDF", resolution=DPI, save_all=True, append_images=shots[1:], quality=80)
    return out.getvalue()


def indicator_cells(content: Content, plan: Plan) -> tuple[int, list[str]]:
    """How many fields of indicators a scan of `content` must give, and which of them `plan` has not."""
    found = {same_words(i["name"]): i for i in core(plan)}
    wanted, wrong = 0, list[str]()
    for want in expected(content)["indicators"]:
        got = found.get(same_words(want["name"]), {})
        for key in want.keys() - content.ignored:
            wanted += 1
            if key not in got or not same(key, want[key], got[key]):
                wrong.append(f"{want['name']}.{key}: printed {want[key]!r}, read {got.get(key)!r}")
    return wanted, wrong
