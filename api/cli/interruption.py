"""Stopping a long work: SIGTERM ends it as Ctrl-C does, and nothing disturbs the cleaning up."""

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import Final, NoReturn

STOPS: Final = (signal.SIGINT, signal.SIGTERM)


class Terminated(BaseException):
    """SIGTERM came; like KeyboardInterrupt it is no error that anything should mend."""


@contextmanager
def stoppable() -> Generator[None]:
    """Let SIGTERM raise Terminated, as Ctrl-C raises KeyboardInterrupt; after the first of them the others are ignored.

    What was ignored before stays ignored, and afterwards everything is as it was.
    """
    if threading.current_thread() is not threading.main_thread():  # signals are the main thread's
        yield
        return
    before = {number: signal.getsignal(number) for number in STOPS}
    heard = [number for number, handler in before.items() if handler is not signal.SIG_IGN]

    def stop(number: int, _: FrameType | None) -> NoReturn:
        for other in heard:
            signal.signal(other, signal.SIG_IGN)
        raise Terminated if number == signal.SIGTERM else KeyboardInterrupt

    try:
        for number in heard:
            signal.signal(number, stop)
        yield
    finally:
        for number in heard:
            signal.signal(number, before[number])
