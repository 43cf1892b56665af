"""Tags and filters of the shared look; docs/look.md shows them in use."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, MultiWidget, RadioSelect, Select
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hemicycle.accounts import patterns
from hemicycle.accounts.directories import directories
from hemicycle.accounts.models import Office, User
from hemicycle.accounts.navigation import SEARCH
from hemicycle.rules import house_name as rules

register = template.Library()

# What every pattern sees of the page around it.
_SHARED = ("request", "user", "csrf_token", "perms")
_PARTS = "_pattern_parts"
# What the policy of the pages would refuse in a drawing, and what does not belong inside a page.
_REFUSED = re.compile(
    r"<\?xml.*?\?>|<!DOCTYPE.*?>|<script.*?</script>|<style.*?</style>|\sstyle=\"[^\"]*\"", flags=re.DOTALL
)


class PatternNode(template.Node):
    """`{% pattern "name" key=value %}body{% part "x" %}…{% endpart %}{% endpattern %}`"""

    def __init__(self, name: FilterExpression, keys: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.name, self.keys, self.nodelist = name, keys, nodelist

    def render(self, context: Context) -> SafeString:
        parts: dict[str, SafeString] = {}
        with context.push(**{_PARTS: parts}):
            body = self.nodelist.render(context)
        values = {key: context.get(key) for key in _SHARED}
        values |= {key: value.resolve(context) for key, value in self.keys.items()}
        found = context.template.engine.get_template(f"patterns/{self.name.resolve(context)}.html")  # type: ignore[union-attr]
        return found.render(context.new(values | {"body": SafeString(body.strip()), "parts": parts}))


class PartNode(template.Node):
    def __init__(self, name: FilterExpression, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> str:
        context[_PARTS][self.name.resolve(context)] = self.nodelist.render(context)
        return ""


@register.simple_tag(takes_context=True)
def sign_in_directories(context: Context) -> list[tuple[str, str]]:
    """The directories by which one may sign in besides, with where each leads; back to the page that was asked for."""
    page = context["request"].GET.get("next", "")
    return [(one.label, one.url(page)) for one in directories()]


@register.tag
def pattern(parser: Parser, token: Token) -> PatternNode:
    _, name, *bits = token.split_contents()
    keys = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError(f"pattern {name}: {bits[0]!r} is not key=value")
    nodelist = parser.parse(("endpattern",))
    parser.delete_first_token()
    return PatternNode(parser.compile_filter(name), keys, nodelist)


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    _, name = token.split_contents()
    nodelist = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode(parser.compile_filter(name), nodelist)


@register.simple_tag
def house_name() -> str:
    """The House's name in the language of the page."""
    return rules.house_name()


@register.simple_tag
def remembered_house_name() -> str:
    """The same on an error page, which asks no table."""
    return rules.remembered_house_name()


@register.simple_tag
def has_search() -> bool:
    return bool(SEARCH)


@register.simple_tag
def offices_of(user: User) -> list[Office]:
    return user.offices


@register.filter
def number(value: object) -> str:
    """Digits grouped as the language groups them, in text as in tables."""
    if isinstance(value, int | float):
        return patterns.grouped(value)
    return str(value)


@register.simple_tag
def evidence_link(value: object, url: str, label: str = "") -> SafeString:
    """A number that opens to what it was counted from. `label` when the sentence around it does not say what it is."""
    return format_html(
        '<a class="evidence-link" href="{0}" hx-get="{0}" hx-select="#evidence" hx-target="#drawer-content"'
        " data-drawer{2}>{1}</a>",
        url,
        number(value),
        format_html(' aria-label="{}"', _("%(label)s: %(value)s") % {"label": label, "value": number(value)})
        if label
        else "",
    )


@register.simple_tag
def marked_text(text: str, remarks: Iterable[patterns.Remark]) -> SafeString:
    return patterns.marked(text, remarks)


@register.filter
def numbered(remarks: Iterable[patterns.Remark]) -> list[tuple[int, patterns.Remark]]:
    return patterns.numbered(remarks)


@register.inclusion_tag("patterns/difference.html")
def difference(old: str, new: str) -> dict[str, object]:
    return {"changes": patterns.difference(old, new)}


@register.inclusion_tag("patterns/hemicycle.html")
def hemicycle(parties: Sequence[patterns.Party], caption: str = "") -> dict[str, object]:
    total = sum(party.seats for party in parties)
    return {
        "parties": parties,
        "caption": caption,
        "total": total,
        "seats": patterns.seats(parties),
        "radius": patterns.seat_size(total),
    }


@register.filter
def drawing(svg: str) -> SafeString:
    """Markup of a chart made by us, ready to stand in a page whose policy refuses inline styles and scripts."""
    return mark_safe(_REFUSED.sub("", svg))  # noqa: S308 the caller is our own drawing code, never a person's text


@register.filter
def undo_url(tags: str | None) -> str:
    """The address in `extra_tags="undo:/address/"` of a message."""
    return next((tag.removeprefix("undo:") for tag in (tags or "").split() if tag.startswith("undo:")), "")


@register.filter
def is_choice(field: BoundField) -> bool:
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)


@register.filter
def is_in_languages(field: BoundField) -> bool:
    """Whether it is several boxes, each with a label of its own."""
    return isinstance(field.field.widget, MultiWidget)


@register.filter
def is_tick(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
def widget(field: BoundField, **attributes: Any) -> SafeString:
    """The field's control in our classes, tied to hint and error. No placeholder: it vanishes when it is needed."""
    attributes |= {"class": _css_class(field), "placeholder": False}
    described = [f"{field.auto_id}-hint"] if field.help_text else []
    described += [f"{field.auto_id}-error"] if field.errors else []
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attributes)


def _css_class(field: BoundField) -> str:
    kind = field.field.widget
    if isinstance(kind, CheckboxInput):
        return "tick"
    return "form-select" if isinstance(kind, Select) else "form-control"


@register.filter
def is_alive(state: str) -> bool:
    """Whether background work may still change by itself."""
    return state in ("waiting", "running")


@register.filter
def tenths(done: int | None, total: int) -> int:
    """Per cent, in steps of ten: as often as a screen reader should say it."""
    return 10 * (10 * (done or 0) // total)


@register.filter
def left_of(done: int | None, total: int) -> str:
    return number(max(total - (done or 0), 0))
