"""One JSON line an event, without personal data: no address, no query string, no body, no name."""

import logging
import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponseBase
from structlog.typing import EventDict, WrappedLogger

# A key not named here is dropped, so that what nobody thought of does not reach the log.
ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "logger", "request", "method", "route", "status", "milliseconds",
        "worker", "work", "key", "error", "where", "count", "port", "state",
    }
)  # fmt: skip
E_MAIL = re.compile(r"[^\s@\"'<>]+@[^\s@\"'<>]+")

log = structlog.get_logger("hemicycle.web")


def without_personal_data(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {key: _masked(value) for key, value in event.items() if key in ALLOWED or key.startswith("_")}


def exception_as_type(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """An exception's words may quote what a citizen wrote: keep its type and the line it came from."""
    error = event.pop("exc_info", None)
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        trace = error.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        event["error"] = type(error).__name__
        event["where"] = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else ""
    return event


def configure(_: object = None) -> None:
    """Structlog and the standard library's loggers write the same lines, to standard error. Django calls this."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        exception_as_type,
        without_personal_data,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    # Each 4xx is one line of RequestLog already.
    logging.getLogger("django.request").setLevel(logging.ERROR)


class RequestLog:
    """Middleware: an id for each request, and one line when it is answered; the route, never the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        key = uuid.uuid4().hex[:12]
        with structlog.contextvars.bound_contextvars(request=key):
            response = self.get_response(request)
            match = request.resolver_match
            log.info(
                "answered",
                method=request.method,
                route=match.route if match else "",
                status=response.status_code,
                milliseconds=round((time.perf_counter() - began) * 1000),
            )
        response.headers["X-Request-Id"] = key
        return response


def _masked(value: object) -> object:
    return E_MAIL.sub("…", value) if isinstance(value, str) else value
