"""The parameters in force: what the House has decided in numbers.

Each has a declared default with its meaning and source. A row in `ParameterInForce` overrides it; policy
writes those rows, every app reads them here.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .errors import BadParameter, UnknownParameter
from .models import ParameterInForce


@dataclass(frozen=True)
class Parameter:
    """One number or word the House may decide; `source` says where the default comes from."""

    name: str
    type: type
    default: Any
    meaning: str | Promise
    source: str

    def checked(self, value: Any) -> Any:
        """`value` if it is of the declared type and, where a number, above nought; raises BadParameter."""
        if type(value) is not self.type or (isinstance(value, int | float) and value <= 0):
            raise BadParameter(f"{self.name} cannot be {value!r}")
        return value


PARAMETERS: dict[str, Parameter] = {}


def register(parameter: Parameter) -> None:
    PARAMETERS[parameter.name] = parameter


def in_force(name: str) -> Any:
    """The value that holds now; raises UnknownParameter."""
    parameter = PARAMETERS.get(name)
    if parameter is None:
        raise UnknownParameter(name)
    row = ParameterInForce.objects.filter(name=name).first()
    return parameter.default if row is None else parameter.checked(row.value)


for _parameter in (
    Parameter(
        "campaign_minimum_senders",
        int,
        3,
        _("How many different senders make a campaign"),
        "the product: two people may share a letter, three organised it",
    ),
    Parameter(
        "session_hours",
        int,
        12,
        _("Hours after which a person signs in again"),
        "one working day; NIST SP 800-63B-4 asks for at most 24 hours at AAL2",
    ),
    Parameter(
        "upload_limit_mb",
        int,
        200,
        _("Largest file that can be imported, in megabytes"),
        "about 100,000 letters of 2,000 characters",
    ),
    Parameter(
        "lease_seconds",
        int,
        60,
        _("Seconds without a sign of life after which another worker takes a job up"),
        "four missed signs of life at one every 15 seconds",
    ),
    Parameter(
        "work_attempts",
        int,
        3,
        _("How many times a job that took its worker down is tried"),
        "once more would rarely help: what kills three workers kills a fourth",
    ),
    Parameter(
        "send_attempts",
        int,
        12,
        _("How many times a message is tried that the other side refuses for now"),
        "with waits that double up to an hour: about seven hours, a working day",
    ),
    Parameter(
        "late_after_seconds",
        int,
        120,
        _("Seconds after its hour at which a message that has not left is an alarm"),
        "the product: at the right minute",
    ),
    Parameter(
        "api_requests_a_minute",
        int,
        120,
        _("How often one caller may ask the public API in a minute"),
        "two a second: enough to page through a debate; whoever wants everything takes the files of the record",
    ),
):
    register(_parameter)
