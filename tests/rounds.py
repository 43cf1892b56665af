"""What a worker does by the clock, within the transaction of a test: one account after the other, in this thread."""

from hemicycle.channels.jobs.sending import send_account
from hemicycle.channels.models import Account, Pause
from hemicycle.desk import jobs


def run_rounds() -> None:
    """Release what is due, enqueue it, send it."""
    for walk in (jobs.release_due, jobs.enqueue_due):
        walk("worker", lambda: False)
    if not Pause.objects.in_force().exists():
        for account in Account.objects.open():
            send_account(account, worker="worker")
