"""Logs: one JSON object per line on stderr, from structlog and from `logging`, unable to carry a personal field."""

import logging
import logging.config
import re
import sys
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any, cast

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from selfcontact.lib.errors import UserError
from selfcontact.lib.masking import Loggable, mask_mapping, mask_quoted, mask_text
from selfcontact.lib.personal import MASK

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]

#: Their sentences quote names of the program, never a value.
QUOTE_NAMES = (ImportError, AttributeError, NameError)

#: Addresses whose last part opens an account: Django names the address of what it refuses.
_OPENING = re.compile(r"(/invitation/|/password/reset/key/)[^/\s]+")

#: For `logging.config.dictConfig`, Django's LOGGING and gunicorn's `logconfig_dict` alike.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "selfcontact.lib.logs.formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # It would tell of each task that it knows, at the start of every command.
        "procrastinate": {"handlers": [], "level": "WARNING", "propagate": True},
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        # At DEBUG it would print statements with their parameters.
        "django.db.backends": {"handlers": [], "level": "WARNING", "propagate": True},
        "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
        # An access log is a list of addresses and pages: there is none.
        "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}


def exception_message(error: BaseException) -> str:
    """Return what a log may say of an exception: of the database its SQLSTATE, of others nothing that they quote."""
    if isinstance(error, UserError):
        return mask_text(error.en)
    if sqlstate := getattr(error, "sqlstate", None):
        return f"SQLSTATE {sqlstate}"
    if isinstance(error, OSError):
        return error.strerror or ""
    if isinstance(error, QUOTE_NAMES):
        return mask_text(str(error))
    if isinstance(error, KeyError):
        return ""
    return mask_quoted(str(error))


def _frames(trace: TracebackType | None) -> list[Loggable]:
    """Return "module:line function" for each frame, the innermost last; neither locals nor source lines."""
    return [
        f"{frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(trace)
    ]


def describe(error: BaseException) -> list[Loggable]:
    """Return the exception and its causes, outermost first, as {type, message, frames}."""
    chain: list[Loggable] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        name = f"{type(current).__module__}.{type(current).__qualname__}".removeprefix("builtins.")
        chain.append({"type": name, "message": exception_message(current), "frames": _frames(current.__traceback__)})
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return chain


def _raised(info: object) -> BaseException | None:
    if isinstance(info, BaseException):
        return info
    if isinstance(info, tuple):
        return cast("ExcInfo", info)[1]
    return sys.exc_info()[1] if info else None


def refuse_persons(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Processor: drop or mask whatever may tell of a person, and turn an exception into its description."""
    del logger, method
    error = _raised(event.pop("exc_info", None))
    for source_text in ("stack_info", "stack", "exc_text", "exception"):
        event.pop(source_text, None)
    safe = cast("EventDict", mask_mapping(cast("Mapping[object, object]", event)))
    safe["event"] = _OPENING.sub(rf"\1{MASK}", str(safe.get("event", "")))
    if error is not None:
        safe["exception"] = describe(error)
    return safe


ORIGIN: list[Processor] = [structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name]


def formatter() -> logging.Formatter:
    """Return the formatter through which every line goes, ours and that of any library."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=ORIGIN,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            refuse_persons,
            # After the mask: its digits are our own.
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=True),
        ],
    )


def configure(config: dict[str, Any] = LOGGING) -> None:
    """Send structlog and `logging` through the same formatter to stderr; safe to call again."""
    logging.config.dictConfig(config)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            *ORIGIN,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def uncaught(error: BaseException) -> None:
    """Log what ended this process, instead of a trace that repeats values."""
    structlog.get_logger("selfcontact").critical("uncaught", exc_info=error)
