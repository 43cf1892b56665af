"""Carry out the retention rules now, as the worker does every night; with --dry-run only say what would end."""

import platform
import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from hemicycle.rules import holds, work
from hemicycle.rules.actions import by_office, carry_out, to_end
from hemicycle.rules.errors import WorkStopped
from hemicycle.rules.models import RetentionRun, WorkState
from hemicycle.rules.retention import RULES, Rule, carried_out


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would end, and end nothing")
        parser.add_argument(
            "--rule", choices=[r.key for r in carried_out()], metavar="app.model", help="this rule only"
        )

    def handle(self, *args: Any, dry_run: bool, rule: str | None, **options: Any) -> None:
        rules = [RULES[rule]] if rule else carried_out()
        if dry_run:
            for one in rules:
                self._tell(one.key, *self._foreseen(one))
            return
        failed = [one.key for one in rules if not self._carry_out(one)]
        if failed:
            raise CommandError(f"Not carried out to the end: {', '.join(failed)}", returncode=1)

    def _foreseen(self, rule: Rule) -> tuple[int, int]:
        now = timezone.now()
        held = holds.held(rule.overdue(now), holds.in_force())
        return sum(by_office(to_end(rule, now)).values()), sum(by_office(held).values())

    def _carry_out(self, rule: Rule) -> bool:
        """One rule that fails leaves the others to be carried out."""
        name, now = f"{platform.node()[:40]}:{uuid.uuid4().hex[:6]}", timezone.now()
        run = RetentionRun.objects.create(
            rule=rule.key,
            state=WorkState.RUNNING,
            worker=name,
            lease_until=now + work.lease(),
            started_at=now,
            attempts=1,
        )
        try:
            carry_out(run, work.Tick(run, worker=name))
        except (DatabaseError, OSError, WorkStopped) as error:
            work.fail(run, worker=name, error=type(error).__name__)
            self.stderr.write(f"{rule.key}: {type(error).__name__}")
            return False
        work.finish(run, worker=name)
        self._tell(rule.key, sum(run.ended.values()), sum(run.held.values()))
        return True

    def _tell(self, key: str, ended: int, held: int) -> None:
        self.stdout.write(f"{key}: {ended}" + (f", {held} held" if held else ""))
