"""`make demo`: the demonstration parliament, loaded, analysed and served."""

import logging
import time

from django.conf import settings
from django.db import connection
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from hemicycle.accounts.models import User
from hemicycle.conf import address, processes
from hemicycle.conf.errors import CannotStart
from hemicycle.conf.worker import Worker
from hemicycle.demo import preparing
from hemicycle.demo.load import load
from hemicycle.demo.staff import DOMAIN
from hemicycle.rules.models import Work, WorkState
from hemicycle.rules.site_address import stored
from hemicycle.rules.work import ROUNDS, WORK

HOST = "127.0.0.1"
# The rounds by which what was approved leaves, in this order.
SPEAKING = ("release", "enqueue", "sending")
LOOK_SECONDS = 1.0


def show(*, port: int, serve: bool, seed: int) -> None:
    """Serve as soon as there is something to see, and prepare the rest meanwhile; or prepare everything, and end."""
    console = Console()
    if serve:
        processes.refuse_unless_free(HOST, port)
    processes.prepare()
    _refuse_a_house_in_use()
    _settle_address(port=port, serve=serve)
    opened = load(by="demo", console=console)
    if not serve:
        prepare_here(console, seed)
    opened.tell(console)
    if serve:
        console.print(f"What would have been sent: http://{HOST}:{port}/demonstration/sent/", highlight=False)
        console.print(f"[bold]http://{HOST}:{port}/[/]  Ctrl-C stops it.")
        web = processes.web_command(host=HOST, port=port)
        processes.run_together({"web": web, "worker": processes.worker_command()}, meanwhile=Meanwhile(console, seed))


class Meanwhile:
    """What the worker is not asked for: one step after the other, looked at every second until all are done."""

    def __init__(self, console: Console, seed: int) -> None:
        self.console = console
        self.seed = seed
        self.due: float | None = 0.0

    def __call__(self) -> None:
        if self.due is None or time.monotonic() < self.due:
            return
        self.due = time.monotonic() + LOOK_SECONDS
        if preparing.advance(seed=self.seed):
            self.due = None
            self.console.print("Everything is ready.")
            connection.close()


def prepare_here(console: Console, seed: int) -> None:
    """The same without a worker: what is its own is done here."""
    while not preparing.advance(seed=seed):
        do_what_waits(console)
        _walk()
    _walk()


def _settle_address(*, port: int, serve: bool) -> None:
    """The demonstration moves to the port it is served at, both its processes at once; what links to the other one is
    a draft again."""
    if serve and not settings.ADDRESS and stored() not in ("", address.local(port)):
        address.change(address.local(port))
    address.settle(port=port if serve else None)


def do_what_waits(console: Console) -> None:
    """Run the waiting jobs here, each with a bar; raises CannotStart when one fails."""
    # The bars say what the log lines would.
    logging.getLogger("hemicycle.worker").setLevel(logging.WARNING)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        bars: dict[tuple[type[Work], object], TaskID] = {}

        def watch(job: Work) -> None:
            key = (type(job), job.pk)
            if key not in bars:
                _fill(progress)
                bars[key] = progress.add_task(str(job._meta.verbose_name).capitalize(), total=None)
            progress.update(bars[key], completed=job.done_steps, total=job.total_steps or None)

        Worker(watch=watch).drain()
        _fill(progress)
    for model in WORK:
        if failed := model._default_manager.filter(state=WorkState.FAILED).first():
            raise CannotStart(
                f"{model._meta.verbose_name} failed: {failed.error}. Another HEMICYCLE_HOME begins anew."
            )


def _walk() -> None:
    """The rounds of a worker: what is approved is released, put out and sent."""
    for name in SPEAKING:
        ROUNDS[name]("demo", lambda: False)


def _fill(progress: Progress) -> None:
    """A job whose successor has begun, or after which none came, is done."""
    for bar in progress.task_ids:
        progress.update(bar, total=1, completed=1)


def _refuse_a_house_in_use() -> None:
    """Invented people and letters never go among real ones."""
    people = User.objects.all()
    if people.exists() and not people.filter(email__endswith=f"@{DOMAIN}").exists():
        raise CannotStart("This installation has people of its own: give the demonstration another HEMICYCLE_HOME.")
