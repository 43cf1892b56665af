"""What holds for every adapter in the registry: a new one is met here by its line there."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import override

from hemicycle.channels import adapters, registry
from hemicycle.channels.contract import Access, Adapter, ChannelError, Message, Outcome, OutgoingText, Picture
from hemicycle.channels.contract.capabilities import (
    ByHand,
    Edits,
    Fetches,
    HandlesWebhooks,
    Hides,
    Listens,
    StatusLookup,
)
from hemicycle.channels.models import Medium
from hemicycle.channels.registry import ADAPTERS, fields_of, is_offered, unverified_kinds
from hemicycle.channels.status.labels import reason

FOLDERS = sorted(path.parent for path in Path(adapters.__file__).parent.glob("*/__init__.py"))
DOCS = Path("docs/channels.md")
KINDS = {"text", "lines", "email", "url", "server", "host", "domain", "handle", "telephone", "sender", "country", "number",
         "yes", "choice"}  # fmt: skip
TEXT = OutgoingText(
    "Rivers Bill", "The House votes at seven.\n\nIt is about fish.", "en", link="https://parliament.example/a/1/",
    hashtags=("Rivers",), pictures=(Picture("/no/such/file.png", "image/png", "A river"),), notice="Correction: the hour",
)  # fmt: skip

every_adapter = pytest.mark.parametrize("adapter", ADAPTERS.values(), ids=lambda adapter: adapter.kind)


@every_adapter
def test_it_says_what_it_is_in_every_language(adapter: Adapter) -> None:
    assert adapter.kind.replace("-", "").isalnum()
    assert adapter.medium in Medium.values
    for language in ("en", "fr", "es"):
        with override(language):
            assert str(adapter.label)
            assert all(reason(code) == str(sentence) != "" for code, sentence in adapter.reasons.items())


@every_adapter
def test_its_fields_are_of_known_kinds_and_named_once(adapter: Adapter) -> None:
    names = [one.name for one in adapter.fields]
    assert len(names) == len(set(names))
    assert {one.kind for one in adapter.fields} <= KINDS
    assert all(one.secret for one in adapter.fields if one.required_to_send)
    assert all(bool(one.choices) == (one.kind == "choice") for one in adapter.fields)
    assert fields_of(adapter.kind) == adapter.fields


@every_adapter
def test_the_same_text_gives_the_same_content_which_is_json_and_holds_its_words(adapter: Adapter) -> None:
    rendered = adapter.render(TEXT, {})
    assert json.dumps(rendered.content) == json.dumps(adapter.render(TEXT, {}).content)
    shown = "\n".join(rendered.parts)
    assert all(words in shown for words in ("Rivers Bill", "The House votes at seven.", "Correction: the hour"))
    assert rendered.counts


@every_adapter
def test_an_account_without_settings_sends_nothing_and_raises_what_the_platform_expects(adapter, settings, tmp_path):
    settings.HOME = tmp_path
    needs_no_server = not {"server", "host"} & {one.kind for one in adapter.fields}
    message = Message("f" * 32, adapter.render(TEXT, {}).content, "")
    in_flight: list[int] = []

    def sent() -> str:
        """The code of what was raised; "" where it was sent."""
        try:
            receipt = adapter.connect(Access(adapter.kind, "")).send(message, lambda: in_flight.append(1))
        except ChannelError as error:
            return error.code
        return receipt.code if receipt.outcome == Outcome.REFUSED else ""

    code = sent()
    assert reason(code) if code else needs_no_server
    assert not (code and in_flight)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_folder_is_in_the_registry_in_the_docs_and_says_what_it_is(folder: Path) -> None:
    used = {type(adapter).__module__.split(".")[-2] for adapter in ADAPTERS.values()}
    assert folder.name in used
    assert f"adapters/{folder.name}" in DOCS.read_text() or f"`{folder.name}`" in DOCS.read_text()
    assert (folder / "__init__.py").read_text().startswith('"""')


def test_the_table_in_the_docs_is_that_of_the_registry() -> None:
    assert table() in DOCS.read_text(), f"docs/channels.md should have\n\n{table()}"


def test_a_channel_that_nobody_knows_stops_the_start(settings) -> None:
    settings.UNVERIFIED_CHANNELS = ["facebook", "telepathy"]
    with pytest.raises(ImproperlyConfigured, match="there is no telepathy"):
        registry.refuse_unknown_names()


def test_what_is_unverified_is_offered_only_by_its_name(settings) -> None:
    settings.UNVERIFIED_CHANNELS = []
    assert not any(map(is_offered, unverified_kinds()))
    settings.UNVERIFIED_CHANNELS = [ADAPTERS[kind].unverified for kind in unverified_kinds()]
    assert all(map(is_offered, ADAPTERS))


def table() -> str:
    lines = [
        "| channel | kind, folder of `adapters/` | comes back | a correction changes what was sent | a lost answer | hides |",
        "|---|---|---|---|---|---|",
    ]
    for adapter in ADAPTERS.values():
        folder = type(adapter).__module__.split(".")[-2]
        name = f"`{adapter.kind}`" + ("" if adapter.kind == folder else f", `{folder}`")
        ways = {"connected": Listens, "fetched": Fetches, "webhook": HandlesWebhooks}
        back = ", ".join(way for way, ability in ways.items() if isinstance(adapter, ability))
        edits = "yes" if isinstance(adapter, Edits) else ""
        lost = "is looked up" if isinstance(adapter, StatusLookup) else "a person settles it"
        lost = "" if isinstance(adapter, ByHand) else lost
        hides = "yes" if isinstance(adapter, Hides) else ""
        with override("en"):
            lines.append(f"| {adapter.label} | {name} | {back} | {edits} | {lost} | {hides} |")
    return "\n".join(lines)
