import time

from hemicycle.rules import audit, work

from .models import Count, Counted

audit.register("workbench.note", "Noted")


def count(job: Count, tick: work.Tick) -> None:
    """Goes on after the last number written, so that a second attempt repeats nothing."""
    for number in range(job.counted.count(), job.up_to):
        tick(number, job.up_to, "counting")
        Counted.objects.create(count=job, number=number)
        time.sleep(0.05)


work.register(Count, count)
