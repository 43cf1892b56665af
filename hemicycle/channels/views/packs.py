"""What waits for a person who posts it by hand, as pages and the downloaded pack show it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.channels.adapters.by_hand import PostedByHand
from hemicycle.channels.adapters.by_hand.networks import Network
from hemicycle.channels.contract import Act
from hemicycle.channels.files.pictures import ENDINGS, Shaped, Takes, of_file
from hemicycle.channels.models import Outbound
from hemicycle.channels.registry import adapter_of

STEPS: dict[str, Promise] = {
    "as-the-house": gettext_lazy("Signed in as the account of the House, not as yourself"),
    "unchanged": gettext_lazy("The text is there word for word"),
    "changed": gettext_lazy("The post that stands there is changed, no second one is made"),
    "reason-stands-first": gettext_lazy("That it corrects something, and why, stands first"),
    "answers-the-first": gettext_lazy("It is posted as an answer to the post that it corrects"),
    "removed": gettext_lazy("The post is removed"),
    "not-shared-on": gettext_lazy("It is pinned, shared or linked by no other account of the House"),
    "pictures": gettext_lazy("All pictures are there, in this order"),
    "alternatives": gettext_lazy("Each picture has its alternative text"),
    "alternatives-in-text": gettext_lazy("What the pictures say stands in the text: the network has no field for it"),
    "captions": gettext_lazy("A video has its captions, in the language of the post"),
    "link": gettext_lazy("The link opens the announcement"),
    "link-in-profile": gettext_lazy("The link stands in the profile: nobody can follow it from the text"),
    "everybody": gettext_lazy("Everybody can see it, signed in or not, as far as the network allows"),
    "comments": gettext_lazy("Comments are open or closed as the House rules say"),
}
WRONG: dict[str, Promise] = {
    "not-an-address": gettext_lazy("That is no address of a page. Copy it from the post: Share, Copy link."),
    "not-https": gettext_lazy("The address has to begin with https://."),
    "another-host": gettext_lazy("This address is on another site. Copy the address of the post on its network."),
    "no-post": gettext_lazy("That is an address of the network, but of no post. Open the post, and copy its address."),
    "too-long": gettext_lazy("The address is longer than 200 characters. Open the post and copy the short one."),
    "used-already": gettext_lazy("Another message was posted at this address. Each post has one of its own."),
}  # fmt: skip
DONE: dict[str, Promise] = {
    "upright": gettext_lazy("turned upright"),
    "smaller": gettext_lazy("made smaller"),
    "ground": gettext_lazy("set on a ground so that nothing is cut off"),
    "kind": gettext_lazy("saved as %(form)s"),
    "colours": gettext_lazy("its colours made those of screens"),
}
# Fixed, so that the same pack is the same file (the earliest moment that ZIP can say).
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Drawn:
    """A picture in the network's shape; what was approved is the file, and stays as it is."""

    number: int
    path: Path
    given: str
    alternative: str
    takes: Takes

    @cached_property
    def shaped(self) -> Shaped:
        """Raises OSError."""
        return of_file(self.path, self.given, self.takes)

    @property
    def kind(self) -> str:
        return self.shaped.kind

    @property
    def name(self) -> str:
        if not self.is_there:
            return f"picture-{self.number}{self.path.suffix.lower()}"
        return f"picture-{self.number}{ENDINGS.get(self.kind, self.path.suffix.lower())}"

    @property
    def is_there(self) -> bool:
        return self.path.is_file()

    @property
    def done(self) -> str:
        """What was done to it, "" for nothing."""
        form = {"form": self.kind.partition("/")[2].upper().replace("WEBP", "WebP")}
        return ", ".join(words % form for code, words in DONE.items() if code in self.shaped.done)


@dataclass(frozen=True)
class Pack:
    """One message and what is to be done with it. `stands_at`: the post that it corrects or removes."""

    row: Outbound
    network: Network
    stands_at: str

    @property
    def act(self) -> Act:
        return Act(self.row.content.content.get("act", Act.SAY))

    @property
    def title(self) -> str:
        return str(self.row.content.content.get("title", ""))

    @property
    def text(self) -> str:
        return str(self.row.content.content.get("text", ""))

    @property
    def pictures(self) -> list[Drawn]:
        if self.act == Act.WITHDRAW:
            return []
        given: list[dict[str, Any]] = self.row.content.content.get("pictures", [])
        takes = self.network.pictures
        return [Drawn(n, Path(one["path"]), one["kind"], one["alternative"], takes) for n, one in enumerate(given, 1)]

    @property
    def task(self) -> str:
        """What there is to do, in one sentence."""
        values = {"network": self.network.name, "account": self.row.account.address}
        if self.act == Act.WITHDRAW:
            return _("Remove the post on %(network)s") % values
        if self.act == Act.CORRECT and self.stands_at:
            if self.network.edits:
                return _("Change the post that stands on %(network)s") % values
            return _("Answer the post that stands on %(network)s, which cannot be changed there") % values
        return _("Post it on %(network)s as %(account)s") % values

    @property
    def steps(self) -> list[tuple[str, str]]:
        adapter = adapter_of(self.row.account.kind)
        assert isinstance(adapter, PostedByHand)
        act = self.act if self.stands_at or self.act == Act.WITHDRAW else Act.SAY
        return [(code, str(STEPS[code])) for code in adapter.steps(self.row.content.content, act)]


def pack_of(row: Outbound) -> Pack:
    """Of a message of an account whose network takes nothing from a machine."""
    adapter = adapter_of(row.account.kind)
    assert isinstance(adapter, PostedByHand)
    earlier = row.stands_at
    return Pack(row, adapter.network, earlier.external_id if earlier else "")


def zipped(pack: Pack) -> bytes:
    """Text, pictures, alternatives, the checklist in the language of whoever asks; the same pack is the same bytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name, content in _files(pack):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            file.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def _files(pack: Pack) -> Iterator[tuple[str, bytes]]:
    if pack.title:
        yield "title.txt", f"{pack.title}\n".encode()
    yield "post.txt", f"{pack.text}\n".encode()
    pictures = pack.pictures
    for one in pictures:
        if one.is_there:
            yield one.name, one.shaped.content
    if pictures:
        alternatives = "\n\n".join(f"{one.name}\n{one.alternative or _('It only decorates.')}" for one in pictures)
        yield "alternatives.txt", f"{alternatives}\n".encode()
    lines = [pack.task, *filter(None, [pack.stands_at]), "", *(f"[ ] {words}" for _code, words in pack.steps)]
    yield "checklist.txt", ("\n".join(lines) + "\n").encode()
