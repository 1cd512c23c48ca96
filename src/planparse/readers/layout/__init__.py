"""What other layout engines have read: Docling's document JSON, MinerU's content list.

`read_docling` and `read_content_list` take the bytes of such a file, or what Python has read of it, and give a
`Source` for `Parser.parse_source`.
"""

from planparse.readers.layout.docling import read_docling
from planparse.readers.layout.mineru import read_content_list

__all__ = ["read_content_list", "read_docling"]
