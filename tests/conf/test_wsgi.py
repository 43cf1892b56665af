"""What gunicorn loads in each of its processes is ready to answer before anybody asks."""

import subprocess
import sys

READY = """
import hemicycle.conf.wsgi, sys, gc
from hemicycle.checks.lists import phrases
print("hemicycle.desk.views.drafts" in sys.modules, phrases.cache_info().currsize > 100, gc.isenabled())
"""


def test_a_process_that_answers_has_read_its_pages_and_its_words_before() -> None:
    done = subprocess.run([sys.executable, "-c", READY], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "True"]
