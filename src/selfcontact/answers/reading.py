"""An answer as somebody reads it: sections of sentences and facts. The page and the PDF print the same ones.

Pure: a document comes in, plain strings come out, not escaped for anything.
"""

from selfcontact.answers.blocks import Block, Facts, Links, Reader, Section, Text
from selfcontact.answers.document import Document
from selfcontact.answers.telling import PARTS
from selfcontact.answers.words import say

__all__ = ["Block", "Facts", "Links", "Section", "Text", "sections", "title"]


def sections(document: Document, language: str) -> tuple[Section, ...]:
    """Return what an answer says, in the order in which one wants to know it."""
    reader = Reader(document, language)
    made = (Section(code=code, title=say(said, language), blocks=tuple(tell(reader))) for code, said, tell in PARTS)
    return tuple(one for one in made if one.blocks)


def title(document: Document, language: str) -> str:
    """Return what stands above an answer."""
    reader = Reader(document, language)
    return f"{reader.say('Réponse à votre demande', 'Answer to your request')} {document['reference']}"
