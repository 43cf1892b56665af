from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import Model

from hemicycle.rules import retention

# Tables of names and kinds, without a row about anybody.
OF_THE_FRAMEWORK = {"auth.Permission", "auth.Group", "contenttypes.ContentType"}
KEPT = [
    m for m in apps.get_models() if m._meta.label not in OF_THE_FRAMEWORK and not m.__module__.startswith("tests.")
]


@pytest.mark.parametrize("model", KEPT, ids=lambda m: m._meta.label)
def test_every_table_says_how_long_it_keeps_what_and_why(model: type[Model]) -> None:
    rule = retention.rule_for(model._meta.label)
    assert rule is not None
    assert rule.why
    if rule.counted_from:
        assert str(model._default_manager.order_by(rule.counted_from).query)


def test_no_rule_speaks_of_a_table_that_is_gone() -> None:
    assert not set(retention.RULES) - {m._meta.label_lower for m in apps.get_models()}


def test_a_time_that_is_counted_from_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="counted from nothing"):
        retention.register("workbench.Note", keeps=timedelta(days=1), why="a test")
