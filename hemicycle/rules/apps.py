from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HouseApp(AppConfig):
    """An app of the House: at start, what it registers below itself is loaded.

    registers.py: audit labels, egress points, menu, search. retention.py: how long its tables keep what.
    jobs.py: its background work. They are modules and not lines of apps.py, because they need the models.
    """

    default = False

    def __init_subclass__(cls) -> None:
        # Django looks for the one default class in apps.py; the imported base is in there too.
        cls.default = True

    def ready(self) -> None:
        for module in ("registers", "retention", "jobs"):
            if find_spec(f"{self.name}.{module}"):
                import_module(f"{self.name}.{module}")


class RulesConfig(HouseApp):
    name = "hemicycle.rules"
    verbose_name = _("Rules")
