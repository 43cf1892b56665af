"""Set on the server what no form asks for: a folder of the machine, its certificates, or access to its own networks.

The account is named by its number, the last part of the address of its page: `manage.py account_setting 12 folder
/srv/newsroom`. Without a value the setting is removed, and its default holds again.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hemicycle.channels import actions
from hemicycle.channels.models import Account
from hemicycle.channels.registry import ADAPTERS

TRUTH = {"true": True, "false": False}


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, help="Number of the account.")
        parser.add_argument("setting", help="Name of the setting, as docs/channels.md lists them.")
        parser.add_argument("value", nargs="?", help="Its value; true or false where it is a choice.")

    def handle(self, *args: Any, **options: Any) -> None:
        account = Account.objects.filter(pk=options["number"], is_open=True).first()
        if account is None:
            raise CommandError(f"There is no open account {options['number']}.", returncode=2)
        allowed = ADAPTERS[account.kind].machine_settings
        if options["setting"] not in allowed:
            raise CommandError(_refusal(account, options["setting"], allowed), returncode=2)
        changed = {name: value for name, value in account.settings.items() if name != options["setting"]}
        if options["value"] is not None:
            changed[options["setting"]] = TRUTH.get(options["value"], options["value"])
        actions.change_account(account, settings=changed, by="command line")
        self.stdout.write(f"{account.name}: {options['setting']} {'removed' if options['value'] is None else 'set'}.")


def _refusal(account: Account, setting: str, allowed: tuple[str, ...]) -> str:
    those = f"here are set: {', '.join(allowed)}" if allowed else "there is nothing to set here"
    return f"{setting} is no setting of {account.name} ({account.kind}) that belongs to the machine; {those}."
