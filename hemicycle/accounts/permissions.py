"""Who may open what. Every view of the project says so itself:

    @allow(Role.CLERK, Role.RESEARCHER)
    def inquiries(request): ...

    @allow(public=True)
    def home(request): ...

    @allow(Role.EDITOR, step_up="approve", only_post=True)
    def approve(request): ...                   # may ask whoever signed in long ago to do so once more (step_up.py)

    @allow(Role.SECRETARY, own=HOUSE_ROLES)
    def end_appointment(request, number): ...   # the Secretary any, the others what is their own, as the view finds

    @allow(Role.CLERK, also=answers_for_data)
    def requests(request): ...                  # and whoever holds the duty, whatever their role

The printed table (`manage.py permissions`) and the test that walks every address read the same declaration.
What belongs to another office answers 404, from `get_object_or_404(X.objects.visible_to(request.user), …)`;
here it is only decided whether the role may open the address at all.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils.translation import gettext as _

from . import step_up
from .models import User
from .roles import Role

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Permission:
    """`answers` is what an address gives to GET from those who may open it; `once_signed_in` where that differs.
    Those in `own` open what is their own and no more; with `roles`, `signed_in` says that of everybody else.
    `step_up` is one of step_up.ACTS, or empty. `also` admits a person without any of the roles, who holds a duty, say.
    """

    roles: frozenset[Role] = frozenset()
    own: frozenset[Role] = frozenset()
    public: bool = False
    signed_in: bool = False
    answers: int = 200
    once_signed_in: int | None = None
    step_up: str = ""
    also: Callable[[User], bool] | None = None

    def __post_init__(self) -> None:
        if self.step_up and self.step_up not in step_up.ACTS:
            raise ValueError(f"{self.step_up} is none of the acts of step_up_for: {', '.join(sorted(step_up.ACTS))}")
        if sum((bool(self.roles | self.own) and not self.signed_in, self.public, self.signed_in)) != 1:
            raise ValueError("a view is for roles, for everyone, or for everyone who signed in: one of the three")
        if self.own and self.signed_in:
            raise ValueError("everyone who signed in opens it already: own names nobody more")

    def status(self, *, signed_in: bool, roles: Iterable[Role] = ()) -> int:
        """The status GET answers to such a person."""
        if self.public or (signed_in and (self.signed_in or not (self.roles | self.own).isdisjoint(roles))):
            return self.once_signed_in if signed_in and self.once_signed_in else self.answers
        return 403 if signed_in else 302

    def depends_on_whose(self, *, signed_in: bool, roles: Iterable[Role] = ()) -> bool:
        """Whether such a person gets there what is their own, and for the rest 403 or 404."""
        if not self.roles.isdisjoint(roles):
            return False
        return not self.own.isdisjoint(roles) or (signed_in and self.signed_in and bool(self.roles))

    def admits(self, user: object) -> bool:
        if self.public:
            return True
        if not isinstance(user, User) or not user.is_active:
            return False
        if user.has_role(self.roles | self.own) or (self.also is not None and self.also(user)):
            return True
        return self.signed_in and not self.is_shut_to(user)

    def is_shut_to(self, user: User) -> bool:
        """Whether a second factor would open it to this person by a role of theirs."""
        return not (self.roles | self.own).isdisjoint(user.shut_roles)


def allow(
    *roles: Role,
    own: Iterable[Role] = (),
    public: bool = False,
    signed_in: bool = False,
    only_post: bool = False,
    redirects: bool = False,
    step_up: str = "",
    also: Callable[[User], bool] | None = None,
) -> Callable[[View], View]:
    """Declare who may open a view.

    own: those who open what is their own there; signed_in beside roles: everybody else does. only_post: the address
    takes POST alone and answers GET with 405. redirects: it answers GET with 302. step_up: the act for which the
    policy may ask for a new sign-in. also: whom it admits beside the roles.
    """
    answers = 405 if only_post else 302 if redirects else 200
    permission = Permission(
        frozenset(roles), frozenset(own), public=public, signed_in=signed_in, answers=answers, step_up=step_up,
        also=also,
    )  # fmt: skip
    return lambda view: guard(_post_alone(view) if only_post else view, permission)


def guard(view: View, permission: Permission) -> View:
    """`view` behind `permission`; what `allow` does, for views that are not ours to decorate."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permission.admits(request.user):
            return _turn_away(request, permission)
        if permission.step_up and step_up.is_asked(request, permission.step_up):
            return send_to(request, step_up.address(request, page_asked_from(request)))
        return view(request, *args, **kwargs)

    guarded.permission = permission  # type: ignore[attr-defined]
    return guarded


def permission_of(view: Any) -> Permission | None:
    return getattr(view, "permission", None)


def is_refused(user: User, address: str) -> bool:
    """Whether an address of this site has a page that no role of theirs opens, with a second factor or without."""
    try:
        permission = permission_of(resolve(urlsplit(address).path).func)
    except Resolver404:
        return False
    return permission is not None and not permission.admits(user) and not permission.is_shut_to(user)


def _post_alone(view: View) -> View:
    @wraps(view)
    def posted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if request.method == "POST" else _not_looked_at(request)

    return posted


def _not_looked_at(request: HttpRequest) -> HttpResponseBase:
    """A page that leads to the one with the button: somebody reloaded, or came back after signing in."""
    refused = HttpResponseNotAllowed(["POST"])
    if request.method in ("GET", "HEAD"):
        refused.content = render_to_string("405.html", {"back": _page_of(request.path)}, request)
    return refused


def _turn_away(request: HttpRequest, permission: Permission) -> HttpResponseBase:
    if isinstance(request.user, User) and permission.is_shut_to(request.user):
        return _to_second_factor(request)
    if request.user.is_authenticated:
        raise PermissionDenied
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    said = _("You are signed out: nothing was sent. Sign in, and go on where you were.")
    if "HX-Request" not in request.headers:
        messages.info(request, said, fail_silently=True)
    return redirect_to_login(_page_of(request.get_full_path()))


def _to_second_factor(request: HttpRequest) -> HttpResponseBase:
    """Where it is set up; from there they come back to what they opened, or to the page on which their form stood."""
    if request.method == "POST":
        messages.warning(request, _("Nothing was done: your role opens nothing yet."), fail_silently=True)
    page = page_asked_from(request)
    return send_to(request, f"{reverse('second_factor')}?{urlencode({REDIRECT_FIELD_NAME: page})}")


def send_to(request: HttpRequest, address: str) -> HttpResponseBase:
    """A redirect of the whole page, also where a piece of it was asked for by htmx."""
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def page_asked_from(request: HttpRequest) -> str:
    """The page to come back to: the one that was opened, or on which the form or the piece stood."""
    if "HX-Request" in request.headers:
        seen = urlsplit(request.headers.get("HX-Current-URL", ""))
        if seen.netloc == request.get_host():
            return seen._replace(scheme="", netloc="", fragment="").geturl() or "/"
    asked = request.get_full_path()
    return asked if request.method in ("GET", "HEAD") else _page_of(asked)


def _page_of(path: str) -> str:
    """The page on which a form stood, by where it is sent: the nearest address above that can be looked at."""
    asked, mark, query = path.partition("?")
    while asked != "/":
        try:
            permission = permission_of(resolve(asked).func)
        except Resolver404:
            permission = None
        if permission is not None and permission.answers != HTTPStatus.METHOD_NOT_ALLOWED:
            return asked + mark + query
        asked = asked.rstrip("/").rpartition("/")[0] + "/"
    return asked


@dataclass(frozen=True)
class Address:
    """`pattern` as Django writes it, with a leading slash; `name` with its namespace."""

    pattern: str
    name: str
    permission: Permission


class NoPermission(LookupError):
    """A view that nobody declared a permission for."""


def addresses() -> list[Address]:
    """Every address of the project with the permission of its view, in the order in which Django tries them; raises
    NoPermission for a view without @allow."""
    return list(_walk(get_resolver().url_patterns, "/", ""))


def _walk(patterns: Iterable[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[Address]:
    for entry in patterns:
        pattern = prefix + str(entry.pattern).removeprefix("^").removesuffix("$")
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry.url_patterns, pattern, inner)
        else:
            permission = permission_of(entry.callback)
            if permission is None:
                raise NoPermission(f"{pattern} has a view without @allow")
            yield Address(pattern, f"{space}{entry.name or ''}", permission)
