"""Queue a message to each of these addresses, sent through the mail server at PORT."""

from django.core.management.base import BaseCommand
from django.db import transaction

from hemicycle.accounts import actions as accounts
from hemicycle.channels import actions
from hemicycle.channels.contract import OutgoingText


class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("port", type=int)
        parser.add_argument("to", nargs="+")

    @transaction.atomic
    def handle(self, *args, **options):
        office = accounts.open_office(slug=f"desk-{options['port']}", name="Desk", by="test")
        account = actions.open_account(
            office=office, kind="email", name="Alerts", address="alerts@parliament.test", by="test",
            settings={"host": "127.0.0.1", "port": options["port"], "security": "none", "seconds": 20},
        )  # fmt: skip
        rendered = actions.render(account, OutgoingText("Vote", "The House votes at seven", "en"))
        content = actions.prepare(account, source="mailing", lang="en", rendered=rendered)
        for address in options["to"]:
            person = actions.contact_of(office=office, channel="email", address=address)
            actions.queue(content, to=person, by="test")
