"""`make demo`: the demonstration parliament, loaded, analysed and served."""

from django.utils.module_loading import import_string
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from hemicycle.conf import processes
from hemicycle.conf.errors import CannotStart
from hemicycle.conf.worker import Worker
from hemicycle.rules.models import Work, WorkState
from hemicycle.rules.work import WORK

HOST = "127.0.0.1"


def show(*, port: int, serve: bool, seed: int, console: Console) -> None:
    """Prepare everything, then serve until stopped."""
    if serve:
        processes.refuse_unless_free(HOST, port)
    processes.prepare(console)
    load = import_string("hemicycle.demo.load.load")
    load(by="demo", seed=seed, console=console)
    do_what_waits(console)
    if serve:
        console.print("Ctrl-C stops it.")
        web = processes.web_command(host=HOST, port=port)
        processes.run_together({"web": web, "worker": processes.worker_command()})


def do_what_waits(console: Console) -> None:
    """Run the waiting jobs here, each with a bar; raises CannotStart when one fails."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        bars: dict[tuple[type[Work], object], TaskID] = {}

        def watch(job: Work) -> None:
            key = (type(job), job.pk)
            if key not in bars:
                bars[key] = progress.add_task(str(job._meta.verbose_name).capitalize(), total=None)
            progress.update(bars[key], completed=job.done_steps, total=job.total_steps or None)

        Worker(watch=watch).drain()
    for model in WORK:
        if failed := model._default_manager.filter(state=WorkState.FAILED).first():
            raise CannotStart(f"{model._meta.verbose_name} failed: {failed.error}")
