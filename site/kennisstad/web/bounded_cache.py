"""A cache in this process that never holds more bytes than it may."""

import pickle
import time
from collections import OrderedDict
from threading import Lock
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

# What a key, its place in the order and its moment take beside the bytes themselves.
OVERHEAD = 400
# What is larger than this part of the whole would push out too much else.
LARGEST_SHARE = 8


class Store:
    """The one used longest ago goes first. Shared by all threads."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.held_bytes = 0
        self._entries: OrderedDict[str, tuple[bytes, float | None]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> bytes | None:
        with self._lock:
            value, end = self._entries.get(key, (None, None))
            if value is None:
                return None
            if end is not None and end <= time.time():
                self._drop(key)
                return None
            self._entries.move_to_end(key)
            return value

    def put(self, key: str, value: bytes, end: float | None, *, only_new: bool = False) -> bool:
        if only_new and self.get(key) is not None:
            return False
        size = _size(key, value)
        with self._lock:
            self._drop(key)
            if size > self.most_bytes // LARGEST_SHARE:
                return True
            self._entries[key] = value, end
            self.held_bytes += size
            while self.held_bytes > self.most_bytes:
                self._drop(next(iter(self._entries)))
        return True

    def drop(self, key: str) -> bool:
        with self._lock:
            return self._drop(key)

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self.held_bytes = 0

    def _drop(self, key: str) -> bool:
        value, _end = self._entries.pop(key, (None, None))
        if value is None:
            return False
        self.held_bytes -= _size(key, value)
        return True


def _size(key: str, value: bytes) -> int:
    return len(value) + len(key) + OVERHEAD


_STORES: dict[str, Store] = {}


class BoundedCache(BaseCache):
    """Django makes one of these for each thread; what they hold is one store of the process."""

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.store = _STORES.setdefault(name, Store(params["OPTIONS"]["MAX_BYTES"]))

    def get(self, key: str, default: Any = None, version: Any = None) -> Any:
        value = self.store.get(self.make_and_validate_key(key, version))
        return default if value is None else pickle.loads(value)  # noqa: S301 - made by this process

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> None:
        self._put(key, value, timeout, version)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        return self._put(key, value, timeout, version, only_new=True)

    def delete(self, key: str, version: Any = None) -> bool:
        return self.store.drop(self.make_and_validate_key(key, version))

    def clear(self) -> None:
        self.store.clear()

    def _put(self, key: str, value: Any, timeout: Any, version: Any, *, only_new: bool = False) -> bool:
        pickled = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        end = self.get_backend_timeout(timeout)
        return self.store.put(self.make_and_validate_key(key, version), pickled, end, only_new=only_new)
