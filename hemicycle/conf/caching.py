"""The cache in the home folder, which may be full or closed: what cannot be kept there is kept in memory meanwhile.

Nothing in the cache is needed to answer, so no request fails for it. What counts attempts (to sign in, to ask the API)
goes on counting, each process for itself: with several web processes a caller has as many attempts in each of them.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import structlog
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache

log = structlog.get_logger("hemicycle.cache")

_lock = threading.Lock()
_failing: set[str] = set()
"""The folders that cannot be used now: said once, and once when they can be again."""


# Each key of a flood is set a few times, and to list ten thousand files takes longer than to answer a letter.
CULL_EVERY = 100
_sets: defaultdict[str, count[int]] = defaultdict(lambda: count(1))
"""By folder: Django makes a cache anew for each thread."""


def _set_at(name: str) -> float:
    with suppress(FileNotFoundError):
        return Path(name).stat().st_mtime
    return 0.0


class FileCache(FileBasedCache):
    """Django's, and one in memory for what it refuses; a key that is in both is newer there."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        self._folder = str(location)
        self._memory = LocMemCache(f"instead of {location}", params)
        super().__init__(location, params)

    def _createdir(self) -> None:
        """Also at the start, when no key is asked for yet: what is wrong shows as soon as one is."""
        with suppress(OSError):
            super()._createdir()  # type: ignore[misc]

    def _cull(self) -> None:
        """Make room, which lists the folder: not for each key that is set, but for each hundredth, and where many fit
        for each hundredth part of them. What was set last stays: who asks again and again is still counted."""
        if next(_sets[self._folder]) % max(CULL_EVERY, self._max_entries // 100):
            return
        there = self._list_cache_files()  # type: ignore[attr-defined]
        if len(there) >= self._max_entries:
            for name in sorted(there, key=_set_at)[: len(there) // self._cull_frequency]:
                self._delete(name)  # type: ignore[attr-defined]

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        if self._memory.has_key(key, version):
            return False
        return bool(self._tried(super().add, self._memory.add, key, value, timeout, version))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        if self._memory.has_key(key, version):
            return self._memory.get(key, default, version)
        return self._tried(super().get, self._memory.get, key, default, version)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        def in_folder(*arguments: Any) -> None:
            FileBasedCache.set(self, *arguments)
            self._memory.delete(key, version)
            self._say_again()

        self._tried(in_folder, self._memory.set, key, value, timeout, version)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        if self._memory.touch(key, timeout, version):
            return True
        return bool(self._tried(super().touch, self._memory.touch, key, timeout, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        here = self._memory.delete(key, version)
        return bool(self._tried(super().delete, self._memory.delete, key, version)) or bool(here)

    def has_key(self, key: Any, version: int | None = None) -> bool:
        here = self._memory.has_key(key, version)
        return bool(here) or bool(self._tried(super().has_key, self._memory.has_key, key, version))

    def clear(self) -> None:
        self._memory.clear()
        self._tried(super().clear, self._memory.clear)

    def _tried(self, in_folder: Callable[..., Any], in_memory: Callable[..., Any], *arguments: Any) -> Any:
        try:
            found = in_folder(*arguments)
        except OSError as error:
            self._say(error)
            return in_memory(*arguments)
        return found

    def _say_again(self) -> None:
        if self._folder in _failing:
            with _lock:
                _failing.discard(self._folder)
            log.warning("cache folder can be used again")

    def _say(self, error: OSError) -> None:
        with _lock:
            is_new = self._folder not in _failing
            _failing.add(self._folder)
        if is_new:
            log.error("cache folder cannot be used: memory instead", reason=error.strerror or type(error).__name__)
