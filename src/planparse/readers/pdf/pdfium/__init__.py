"""PDF pages drawn by PDFium (extra `fast`): document, its characters and glyphs, lines and pictures."""
