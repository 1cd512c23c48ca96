"""PDF pages drawn by PDFium (extra `fast`): characters, glyphs, lines and pictures."""
