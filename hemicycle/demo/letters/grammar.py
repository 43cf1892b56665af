"""Frames: sentences with choices and slots.

`[a|b]` is a choice (nested as deep as one likes), `{word}` a slot, `{n:3-40}` a number, `{year:1960-2020}` a year,
`<m|f>` what depends on the writer's gender. A digit after a slot's name (`{town2}`) asks for another draw.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache


class BadFrameError(ValueError):
    """A frame has a bracket too many or too few, or a bar outside brackets."""


@dataclass(frozen=True)
class Choice:
    options: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True)
class Gendered:
    options: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True)
class Slot:
    name: str
    low: int = 0
    high: int = 0


Node = str | Choice | Gendered | Slot
Fill = Callable[[Slot], str]

_CLOSING = {"[": "]", "<": ">"}


@cache
def parse(frame: str) -> tuple[Node, ...]:
    nodes, end = _sequence(frame, 0, "")
    if end != len(frame):
        raise BadFrameError(frame)
    return nodes


def _sequence(frame: str, at: int, stops: str) -> tuple[tuple[Node, ...], int]:
    nodes: list[Node] = []
    while at < len(frame) and frame[at] not in stops:
        if frame[at] in _CLOSING:
            node, at = _options(frame, at)
        elif frame[at] == "{":
            node, at = _slot(frame, at)
        else:
            node, at = _literal(frame, at, stops)
        nodes.append(node)
    return tuple(nodes), at


def _options(frame: str, at: int) -> tuple[Node, int]:
    closing = _CLOSING[frame[at]]
    options = []
    while True:
        nodes, at = _sequence(frame, at + 1, "|" + closing)
        options.append(nodes)
        if at >= len(frame):
            raise BadFrameError(frame)
        if frame[at] == closing:
            break
    kind = Choice if closing == "]" else Gendered
    return kind(tuple(options)), at + 1


def _slot(frame: str, at: int) -> tuple[Node, int]:
    end = frame.find("}", at)
    if end < 0:
        raise BadFrameError(frame)
    name, _, limits = frame[at + 1 : end].partition(":")
    low, _, high = limits.partition("-")
    return Slot(name.rstrip("0123456789"), int(low or 0), int(high or low or 0)), end + 1


def _literal(frame: str, at: int, stops: str) -> tuple[Node, int]:
    end = at
    while end < len(frame) and frame[end] not in "[<{" + stops:
        if frame[end] in "]}" or (frame[end] in ">|" and not stops):
            raise BadFrameError(frame)
        end += 1
    return frame[at:end], end


def expand(nodes: tuple[Node, ...], fill: Fill, rng: random.Random, gender: str) -> str:
    """One wording of a frame."""
    return "".join(_expand(node, fill, rng, gender) for node in nodes)


def _expand(node: Node, fill: Fill, rng: random.Random, gender: str) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, Slot):
        return fill(node)
    options = node.options
    if isinstance(node, Gendered):
        return expand(options[0 if gender == "m" else -1], fill, rng, gender)
    return expand(options[rng.randrange(len(options))], fill, rng, gender)


def longest_fixed_run(nodes: tuple[Node, ...]) -> int:
    """The most words in a row that every wording of a frame has in common."""
    longest = 0
    for node in nodes:
        if isinstance(node, str):
            longest = max(longest, len(node.split()))
        elif isinstance(node, Choice | Gendered):
            longest = max(longest, *(longest_fixed_run(option) for option in node.options))
    return longest
