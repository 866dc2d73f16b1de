"""The sentences that the code has no place for: what a setting, an action or a code means, in both languages."""

import tomllib
from functools import cache
from pathlib import Path

from tools.reference.table import Language

HERE = Path(__file__).parent


@cache
def sentences() -> dict[str, dict[str, dict[str, str]]]:
    """Return subject → name → language → sentence."""
    return tomllib.loads((HERE / "sentences.toml").read_text(encoding="utf-8"))


@cache
def english() -> dict[str, str]:
    """Return the English of each French sentence of the command line's help."""
    return tomllib.loads((HERE / "english.toml").read_text(encoding="utf-8"))


def twin(french: str, language: Language) -> str:
    """Return a sentence of the help in a language; as it is when it has no twin yet, which a test refuses."""
    return english().get(french, french) if language == "en" else french


def sentence(subject: str, name: str, language: Language) -> str:
    """Return the sentence of a name; nothing when it has none yet, which a test refuses."""
    return sentences().get(subject, {}).get(name, {}).get(language, "")
