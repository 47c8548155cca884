"""Stopping: SIGTERM ends a command as Ctrl-C does, and nothing disturbs the cleaning up."""

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import Final, NoReturn

STOPS: Final = (signal.SIGINT, signal.SIGTERM)


class Interrupted(BaseException):
    """Ctrl-C came; like KeyboardInterrupt, which Typer keeps for itself, it is no error that anything should mend."""

    exit_code = 130


class Terminated(Interrupted):
    """SIGTERM came."""

    exit_code = 143


@contextmanager
def stoppable() -> Generator[None]:
    """Let SIGINT raise Interrupted and SIGTERM Terminated; after the first of them the others are ignored.

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
        raise Terminated if number == signal.SIGTERM else Interrupted

    try:
        for number in heard:
            signal.signal(number, stop)
        yield
    finally:
        for number in heard:
            signal.signal(number, before[number])
