"""Every pattern on one page, with long words, none and many: addresses for tests only."""

from datetime import UTC, datetime
from pathlib import Path

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from hemicycle.accounts.patterns import Filter, Party, Remark
from hemicycle.accounts.permissions import allow
from hemicycle.conf.urls import urlpatterns as addresses_of_the_house

LETTER = (
    "Dear members, the night buses of the valley are the only way home for those who work late. "
    "I urge you to keep clause 4 of the bill as it stands. My daughter is a nurse in Port Ansel and walks "
    "the last two miles. <b>Do not</b> close the line."
)
STATES = ("waiting", "running", "done", "failed", "cancelled", "draft", "suggested", "confirmed", "set-aside")
PARTIES = (
    Party("Labour and Land Union", "LLU", 21, "#b3261e"),
    Party("Green Valleys", "GV", 9, "#2e7d32"),
    Party("Civic Centre", "CC", 14, "#e0a100", "/"),
    Party("National Concord, Party of the Seven Provinces and the Islands", "NC", 13, "#1f4e9c"),
    Party("Independents", "IND", 3, "#6b6b6b"),
)
BARS = (
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 160" style="color:red">'
    + "".join(
        f'<rect x="90" y="{8 + 36 * row}" width="{width}" height="24" fill="#0072b2"/>'
        f'<text x="80" y="{26 + 36 * row}" text-anchor="end" fill="currentColor" font-size="15">{day}</text>'
        for row, (day, width) in enumerate((("Monday", 520), ("Tuesday", 300), ("Wednesday", 90), ("Thursday", 40)))
    )
    + "</svg>"
)


class Inquiry(forms.Form):
    title = forms.CharField(help_text="What people will read above the results.", max_length=20)
    bill = forms.ChoiceField(choices=[("", "Choose a bill"), ("12", "Bill 12")])
    scope = forms.ChoiceField(
        choices=[("all", "All letters"), ("new", "New letters")], widget=forms.RadioSelect, help_text="Can be changed."
    )
    channels = forms.MultipleChoiceField(
        choices=[("sms", "Text messages"), ("mail", "E-mail")], widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(widget=forms.Textarea, required=False)
    letters = forms.FileField()
    sure = forms.BooleanField(label="Show it to the committee", help_text="The clerk sees it at once.")


def _context(request: HttpRequest) -> dict[str, object]:
    start = LETTER.index
    return {
        "numbers": [
            {"value": 12345678, "label": "Messages", "url": "/gallery/evidence/"},
            {"value": 4212, "label": "Senders", "url": "/gallery/evidence/", "note": "after 310 repeats"},
            {"value": 0, "label": "Campaigns nobody has looked at, of all kinds together"},
            {"value": "38 to 44 %", "label": "Against the bill"},
        ],
        "filters": [
            Filter("state", "State", (("", "All"), ("suggested", "Suggested"))).read(request.GET),
            Filter("channel", "Channel", (("", "All"), ("sms", "Text messages"))),
        ],
        "columns": [
            {
                "label": "Suggested",
                "state": "suggested",
                "count": 1,
                "items": [{"title": "Keep the night buses", "url": "/", "lines": ["1,204 messages"]}],
            },
            {"label": "Confirmed", "state": "confirmed", "count": 0, "items": []},
        ],
        "page_obj": Paginator(range(12_345), 50).page(3),
        "letter": LETTER,
        "remarks": [
            Remark("a", start("I urge"), start(" My daughter"), "Shared by 1,204 senders", "Rare: 41 bits"),
            Remark("b", start("My daughter"), start(" <b>"), "The sender's own words", kind="own"),
            Remark("c", start("clause 4"), start(" of the bill"), "Clause 4", kind="slot"),
        ],
        "old": "The Minister may close a line after six months' notice.",
        "new": "The Minister shall not close a line without twelve months' notice to those who use it.",
        "events": [
            {"at": datetime(2026, 3, 4, 9, 30, tzinfo=UTC), "what": "Letters came in", "who": "Research service"},
            {
                "at": datetime(2026, 3, 5, 14, 0, tzinfo=UTC),
                "what": "Two campaigns were merged",
                "why": "They share the petition's link.",
                "who": "Clara Clerk, Research service",
                "url": "/",
                "state": "confirmed",
                "state_label": "Confirmed",
            },
        ],
        "parties": PARTIES,
        "bars": BARS,
        "chart_columns": ("Day", "Letters"),
        "rows": [("Monday", 5200), ("Tuesday", 3000), ("Wednesday", 900), ("Thursday", 400)],
        "form": Inquiry({"title": "A title that is far too long for this field"}),
        "states": STATES,
        "kinds": ("information", "success", "warning", "error"),
        "progress_state": request.GET.get("progress", "running"),
    }


@allow(public=True)
def gallery(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Two campaigns are now one.", extra_tags="undo:/gallery/")
    messages.error(request, "The file could not be read.")
    return _render("gallery.html", request, _context(request))


@allow(public=True)
def evidence(request: HttpRequest) -> HttpResponse:
    return _render("evidence.html", request, {})


@allow(public=True)
def confirm(request: HttpRequest) -> HttpResponse:
    return _render(
        "confirm.html", request, {"consequences": ["312 messages leave the campaign.", "It can be undone."]}
    )


@allow(public=True)
def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@allow(public=True)
def misread(request: HttpRequest) -> HttpResponse:
    raise BadRequest


def _render(name: str, request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    text = (Path(__file__).parent / "pages" / name).read_text()
    return HttpResponse(engines["django"].from_string(text).render(context, request))


urlpatterns = [
    path("gallery/", gallery),
    path("gallery/evidence/", evidence),
    path("gallery/confirm/", confirm),
    path("gallery/403/", refuse),
    path("gallery/400/", misread),
    *addresses_of_the_house,
]
