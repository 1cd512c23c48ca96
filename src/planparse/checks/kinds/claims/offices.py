"""Whether two names are of one office: 县住建局, 县住房城乡建设局."""

from __future__ import annotations


def are_one_office(a: str, b: str) -> bool:
    """Whether the shorter name, without the area, is one for the longer: 住建局, 住房城乡建设局."""
    short, long = sorted((a, b), key=len)
    rest = iter(long)
    return all(character in rest for character in short[:-1])
