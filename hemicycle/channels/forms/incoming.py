"""What a person fills in about what came in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from hemicycle.channels import actions
from hemicycle.channels.adapters.by_hand import digest
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.models import Account, Outbound


class ReadForm(forms.Form):
    """Why somebody reads what a person wrote."""

    why = forms.ChoiceField(
        label=_("Why you read it"),
        help_text=_("The reason is recorded with your name."),
        choices=list(actions.REASONS_TO_READ.items()),
    )


class PostChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """By account and first words."""

    def label_from_instance(self, obj: Any) -> str:
        words = " ".join(str(obj.content.parts[0] if obj.content.parts else "").split())
        return f"{obj.account.name} · {words[:70]}"


class ManualRepliesForm(forms.Form):
    """What people answered on a closed network: pasted, or in a file of the network's own."""

    account = forms.ModelChoiceField(label=_("Account"), queryset=Account.objects.none())
    post = PostChoice(
        label=_("The post that is answered"),
        queryset=Outbound.objects.none(),
        required=False,
        empty_label=_("None: they wrote to the account"),
        help_text=_("For what is pasted. A file says itself what is answered, where the network tells."),
    )
    pasted = forms.CharField(
        label=_("What people wrote"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_(
            "Separate replies by a line of three hyphens. A first line that begins with @ says who wrote; it is"
            " optional, stored encrypted and shown to nobody."
        ),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_(
            "CSV with a heading row, what the network lets you download (JSON or ZIP), or its notification mails"
            " (.eml or .mbox): 50 MB at most."
        ),
    )

    def __init__(self, *args: Any, accounts: Any, posts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ModelChoiceField[Account]", self.fields["account"]).queryset = accounts
        cast("forms.ModelChoiceField[Outbound]", self.fields["post"]).queryset = posts

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if bool(said.get("pasted")) == bool(said.get("file")) and not self.errors:
            self.add_error("pasted", _("Paste what people wrote, or choose a file: one of the two."))
        post = said.get("post")
        if post is not None and said.get("account") is not None and post.account_id != said["account"].pk:
            self.add_error("post", _("This post was made with another account."))
        return said

    def messages(self) -> Sequence[InboundMessage]:
        """What was pasted; the same paste once more is the same messages."""
        post, found = self.cleaned_data["post"], []
        seen: Counter[tuple[str, str]] = Counter()
        for block in re.split(r"(?m)^\s*-{3,}\s*$", self.cleaned_data["pasted"]):
            who, words = _author(block.strip())
            if not words:
                continue
            seen[who, words] += 1
            where = post.external_id if post else ""
            name = digest("pasted", where, who, words, str(seen[who, words]))
            found.append(InboundMessage(name, words, sender=who, answers=(where,) if where else ()))
        return found


def _author(block: str) -> tuple[str, str]:
    first, _newline, rest = block.partition("\n")
    if re.fullmatch(r"@\S{1,100}", first.strip()) and rest.strip():
        return first.strip().lstrip("@"), rest.strip()
    return "", block
