"""Words for people in English and Chinese: names of codes, heads of columns, sentences of pages.

They stand in the TOML files of this folder, where a domain expert may change them.
"""

from planparse.labels.language import ENGLISH, LANGUAGES, Labels, Language, labels

__all__ = ["ENGLISH", "LANGUAGES", "Labels", "Language", "labels"]
