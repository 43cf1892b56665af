"""What the engine offers is named, sorted and there."""

import importlib

import hearhear
import pytest


@pytest.mark.parametrize(
    "name",
    [
        "hearhear",
        "hearhear.embeddings",
        "hearhear.sources",
        "hearhear.structure",
        "hearhear.cli",
        "hearhear.report",
        "hearhear.urgency",
    ],
)
def test_public_names_are_sorted_and_exist(name):
    module = importlib.import_module(name)
    constants = [public for public in module.__all__ if public.isupper()]
    classes = [public for public in module.__all__ if public[0].isupper() and not public.isupper()]
    functions = [public for public in module.__all__ if public[0].islower()]
    assert module.__all__ == sorted(constants) + sorted(classes) + sorted(functions)
    assert all(hasattr(module, public) for public in module.__all__)


def test_the_version_is_a_version():
    assert [part.isdigit() for part in hearhear.__version__.split(".")] == [True, True, True]
