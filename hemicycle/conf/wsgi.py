"""The web application, as gunicorn loads it in each of its processes."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

from hemicycle.conf import threads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hemicycle.conf.settings")

threads.take_turns_often()
# What is read here stays until the process ends: walking over it again and again would double the time it takes.
gc.disable()
application = get_wsgi_application()

from hemicycle import checks  # noqa: E402  # once the apps are there

# The first person who asks would wait for these: the addresses with their views, and the words of the checks.
resolve("/")
checks.prepare()
gc.freeze()
gc.enable()
