"""Errors that a person reads: what, where, what to do, in French and in English."""


class UserError(Exception):
    """Something the user can put right. Never carries a personal value: line numbers, codes and references only."""

    def __init__(self, code: str, *, fr: str, en: str, hint: str = "") -> None:
        super().__init__(fr)
        self.code = code
        self.fr = fr
        self.en = en
        self.hint = hint

    def text(self, language: str) -> str:
        """Return the sentence in `language` ("fr" or "en"), the hint included."""
        sentence = self.en if language.startswith("en") else self.fr
        return f"{sentence} {self.hint}".strip()
