"""The worker: takes up waiting work, one job at a time; several may run beside each other."""

from django_tasks import task


@task()
def take_up() -> None:
    """The nudge: its row in the queue is all it has to say."""
