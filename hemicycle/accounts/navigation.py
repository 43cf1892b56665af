"""The navigation, filled by the apps at start:

    register_menu(MenuItem(label=_("Inquiries"), url_name="listening:inquiries", roles=(Role.CLERK,), order=30))

`begins` names the roles whose work begins there; `counter` gives the things that wait for this person, all of which
are counted in one query on every page: where they may be many, MOST_COUNTED of them and one more; `invited` the rows
by which somebody without the role has the item as well; a search provider gives hits for a query; a banner stands on
every page of the staff as long as its provider has something to say to them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject

from .models import Notice, User
from .patterns import capped
from .roles import Role


@dataclass(frozen=True)
class MenuItem:
    label: str | Promise
    url_name: str
    roles: tuple[Role, ...]
    order: int
    icon: str = ""
    counter: Callable[[User], QuerySet[Any]] | None = None
    invited: Callable[[User], QuerySet[Any]] | None = None
    begins: tuple[Role, ...] = ()


@dataclass(frozen=True)
class VisibleItem:
    """A menu item as one person sees it now."""

    label: str
    url: str
    icon: str
    waiting: int | None
    current: bool

    @property
    def number(self) -> str:
        return capped(self.waiting or 0)


@dataclass(frozen=True)
class Hit:
    """One search result: what it is called, what kind of thing, where."""

    title: str
    kind: str
    url: str


@dataclass(frozen=True)
class Banner:
    """What a person has to know wherever they are. `kind` is that of a notice; `url` leads to where it is mended.
    `alone`: it explains what those after it would tell, and they are not asked. `total`: of so many
    parts of what is under way, `done` are done; the page shows a bar, and looks again by itself."""

    kind: str
    title: str
    text: str = ""
    url: str = ""
    action: str = ""
    alone: bool = False
    done: int = 0
    total: int = 0


SearchProvider = Callable[[User, str], Iterable[Hit]]
BannerProvider = Callable[[User], Banner | None]

MENU: dict[str, MenuItem] = {}
SEARCH: dict[str, SearchProvider] = {}
BANNERS: dict[str, tuple[int, BannerProvider]] = {}
PUBLIC_BANNERS: dict[str, Callable[[], Banner | None]] = {}


def register_menu(item: MenuItem) -> None:
    MENU[item.url_name] = item


def register_search(name: str, provider: SearchProvider) -> None:
    SEARCH[name] = provider


def register_banner(name: str, provider: BannerProvider, *, order: int) -> None:
    BANNERS[name] = (order, provider)


def register_public_banner(name: str, provider: Callable[[], Banner | None]) -> None:
    """What everybody has to know, also who only visits; asked on every page."""
    PUBLIC_BANNERS[name] = provider


@dataclass(frozen=True)
class Shell:
    """What every page of the staff shows: the menu, and how many notices they have not read."""

    menu: list[VisibleItem]
    unread: int


# The page of the notices, whose number is counted with those of the menu.
BELL = "notices"


def first_page(user: User, path: str) -> str:
    """Where their work begins: what is said to be that of their role, or the first thing in their menu; for who gives
    others access and does nothing else, the people who wait."""
    for item in MENU.values():
        if user.has_role(item.begins):
            return reverse(item.url_name)
    items = visible_items(user, path)
    if user.roles == {Role.ADMINISTRATOR}:
        return reverse("people")
    return items[0].url if items else reverse("account")


def visible_items(user: User, path: str) -> list[VisibleItem]:
    return shell(user, path).menu


def shell(user: User, path: str) -> Shell:
    held = [i for i in MENU.values() if user.has_role(i.roles)]
    others = [i for i in MENU.values() if i.invited and i not in held]
    waiting = _waiting(held, others, user)
    items = sorted((*held, *(i for i in others if waiting.get(i.url_name))), key=lambda i: i.order)
    urls = {item.url_name: reverse(item.url_name) for item in items}
    # One is below another (the workbench below the record): a page is that of the nearest.
    current = max((url for url in urls.values() if path.startswith(url)), key=len, default="")
    menu = [
        VisibleItem(
            str(item.label), urls[item.url_name], item.icon,
            waiting.get(item.url_name) if item in held else None, urls[item.url_name] == current,
        )
        for item in items
    ]  # fmt: skip
    return Shell(menu, waiting.get(BELL, 0))


def _waiting(held: Iterable[MenuItem], others: Iterable[MenuItem], user: User) -> dict[str, int]:
    """How many things wait, by the name of the item's address, and how many notices; of the others, how many rows
    open the item to this person: in one query."""
    counts = [_count(item.url_name, item.counter(user)) for item in held if item.counter]
    counts += [_count(item.url_name, item.invited(user)) for item in others if item.invited]
    return dict(_count(BELL, Notice.objects.open_to(user).unread()).union(*counts, all=True))


def _count(name: str, waiting: QuerySet[Any]) -> QuerySet[Any, tuple[str, int]]:
    named = waiting.order_by().annotate(menu_item=Value(name)).values("menu_item")
    counted: QuerySet[Any, tuple[str, int]] = named.annotate(waiting=Count("pk", distinct=True)).values_list(
        "menu_item", "waiting"
    )
    return counted


def context(request: HttpRequest) -> dict[str, object]:
    """Context processor: `menu`, the number beside the bell, and the banners of staff and public, computed only where
    a template draws them."""
    shown = SimpleLazyObject(lambda: _shell(request))
    return {
        "menu": SimpleLazyObject(lambda: shown.menu),
        "unread_notices": lambda: shown.unread,
        "banners": SimpleLazyObject(lambda: _public_banners() + _banners(request)),
        "public_banners": SimpleLazyObject(_public_banners),
    }


def _shell(request: HttpRequest) -> Shell:
    user = getattr(request, "user", None)
    return shell(user, request.path) if isinstance(user, User) else Shell([], 0)


def _public_banners() -> list[Banner]:
    return [banner for provider in PUBLIC_BANNERS.values() if (banner := provider())]


def _banners(request: HttpRequest) -> list[Banner]:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return []
    shown: list[Banner] = []
    for _order, provider in sorted(BANNERS.values(), key=lambda entry: entry[0]):
        banner = provider(user)
        shown += [banner] if banner else []
        if banner and banner.alone:
            break
    return shown
