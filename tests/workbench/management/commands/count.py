"""Put a count up to N into the queue, as a view would."""

from django.core.management.base import BaseCommand
from django.db import transaction

from hemicycle.rules import work
from tests.workbench.models import Count


class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("up_to", type=int)

    @transaction.atomic
    def handle(self, *args, **options):
        Count.objects.create(up_to=options["up_to"])
        work.wake()
