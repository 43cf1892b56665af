"""The register and its feeds: how one message is sent and how often it arrived, for the fault suite."""

from hemicycle.channels.models import Outbound
from tests.verification.faults import Case, Make, case_of, put


@case_of("web", over_a_network=False)
def web(office) -> Make:
    def made() -> Case:
        account, row = put(office, "web", address="www")
        # What is sent is what the register shows.
        return Case(account, row, lambda: Outbound.objects.filter(pk=row.pk, state="sent").count())

    return made


@case_of("feed", over_a_network=False)
def feed(office) -> Make:
    def made() -> Case:
        account, row = put(office, "feed", address="feed")
        return Case(account, row, lambda: Outbound.objects.filter(pk=row.pk, state="sent").count())

    return made
