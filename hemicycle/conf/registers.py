"""What conf registers at start: how workers are woken, and the warning about proxies."""

from django.core import checks

from hemicycle.rules import work

from . import proxies, worker

work.register_nudge(worker.take_up.enqueue)
checks.register(proxies.trusted_proxies, checks.Tags.security)
