"""Tells a dead server from a slow one: a long question is left alone as long as somebody answers a greeting."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from time import monotonic
from typing import Final

GRACE: Final = 0.3
PULSE: Final = 0.05
"""Shares of the time after which a silent server counts as dead."""


class Watch:
    """Greets the server for whoever has waited a while, and lets go of everything where the greeting fails.

    No other way out is left to a call that hangs in a read: drivers put no limit on it, as a question may take long.
    """

    def __init__(self, dead_after_s: float, greets: Callable[[], bool], let_go: Callable[[], None]) -> None:
        """`greets` must return within half of `dead_after_s`; `let_go` must end all calls under way."""
        self._dead_after_s = dead_after_s
        self._greets = greets
        self._let_go = let_go
        self._waiting: dict[int, float] = {}
        self._number = 0
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    @contextmanager
    def over(self) -> Generator[None]:
        """Watch over one call."""
        with self._lock:
            self._number += 1
            number = self._number
            self._waiting[number] = monotonic()
            if self._thread is None and not self._ended.is_set():
                self._thread = threading.Thread(target=self._keep_watch, name="legami-watch", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._waiting.pop(number, None)

    def end(self) -> None:
        """Watch no longer."""
        self._ended.set()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _keep_watch(self) -> None:
        heard = monotonic()
        while not self._ended.wait(self._dead_after_s * PULSE):
            oldest = min(self._waiting_since(), default=None)
            if oldest is None or monotonic() - max(oldest, heard) < self._dead_after_s * GRACE:
                continue
            if not self._greets():
                self._let_go()
            heard = monotonic()

    def _waiting_since(self) -> list[float]:
        with self._lock:
            return list(self._waiting.values())
