"""The name of a commune brought down to a key: two ways of writing the same name give the same key."""

from functools import reduce

import polars as pl

CEDEX = r"(?i)\bCE?DE?X\b.*$"
ARTICLE = "(?:LE|LA|LES|L)"
CITIES = "PARIS|LYON|MARSEILLE"
ORDINAL = "(?:ER|E|EME|IEME|RE|ND|NDE)?"

# A commune that took a longer name is still written by its old one: Herblay(-sur-Seine), Saint-Ouen(-sur-Seine).
COMPLEMENT = " (?:SUR|SOUS|EN|DE|DU|DES|D|LES|LA|LE|L|AU|AUX|ET) .*$"
SHORTEST = 5

SPELLING = (
    (r"\bS/", " SUR "),
    (r"[^A-Z0-9]+", " "),
    (r"^ ?[0-9]{4,5} ", ""),
    (r"^ | $", ""),
    (r"\bSTE\b", "SAINTE"),
    (r"\bST\b", "SAINT"),
    (r"\bSTES\b", "SAINTES"),
    (r"\bSTS\b", "SAINTS"),
    (r"\bLEZ\b", "LES"),
    (rf"^({CITIES}) 0?([0-9]{{1,2}}) ?{ORDINAL}(?: ARR[A-Z]*)?$", "${1}${2}"),
    (r"^(.*[A-Z]) [0-9]+$", "${1}"),
)


def plain(name: pl.Expr) -> pl.Expr:
    """Return the name in capitals without accents, ligatures, or what follows CEDEX."""
    ligatures = name.str.replace_many(["œ", "Œ", "æ", "Æ"], ["oe", "OE", "ae", "AE"])
    bare = ligatures.str.normalize("NFKD").str.replace_all(r"[\p{M}\p{Cf}]", "").str.to_uppercase()
    return bare.str.replace(CEDEX, "")


def full_key(name: pl.Expr) -> pl.Expr:
    """Return the key with the article in it: L'Haÿ-les-Roses gives LHAYLESROSES."""
    return _spelled(name).str.replace_all(" ", "", literal=True)


def key(name: pl.Expr) -> pl.Expr:
    """Return the key without a leading article or one put at the end: HAVRE (LE) and Le Havre give HAVRE."""
    bare = _spelled(name).str.replace(rf"^{ARTICLE} ", "").str.replace(rf" {ARTICLE}$", "")
    return bare.str.replace_all(" ", "", literal=True)


def short_key(name: pl.Expr) -> pl.Expr:
    """Return the key without what only sets the name apart from others, or null when too little is left."""
    bare = _spelled(name).str.replace(COMPLEMENT, "").str.replace(rf"^{ARTICLE} ", "").str.replace_all(" ", "")
    return pl.when(bare.str.len_chars() >= SHORTEST).then(bare)


def _spelled(name: pl.Expr) -> pl.Expr:
    return reduce(lambda text, rule: text.str.replace_all(*rule), SPELLING, plain(name))
