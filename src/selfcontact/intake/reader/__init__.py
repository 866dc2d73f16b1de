"""Turns a provider's file into records: what it is, piece by piece in flat memory, and as columns of text."""

from selfcontact.intake.reader.detect import inspect
from selfcontact.intake.reader.shape import Chunk, Inspection, Shape
from selfcontact.intake.reader.source import OnDisk, Source, source_of
from selfcontact.intake.reader.streaming import stream
from selfcontact.intake.reader.table import Parsed, parse

__all__ = ["Chunk", "Inspection", "OnDisk", "Parsed", "Shape", "Source", "inspect", "parse", "source_of", "stream"]
