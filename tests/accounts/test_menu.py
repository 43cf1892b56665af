"""The items of the menu, as all apps register them."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

from hemicycle.accounts.navigation import MENU


def test_each_item_has_an_icon_that_is_there() -> None:
    drawn = set(re.findall(r'id="([a-z-]+)"', Path(str(finders.find("img/icons.svg"))).read_text(encoding="utf-8")))
    assert [item.url_name for item in MENU.values() if item.icon not in drawn] == []
