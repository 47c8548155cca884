"""The program `legami`: who interrupts it while it is still being read in is answered as at any other time."""

import signal
import sys

STOPS = (signal.SIGINT, signal.SIGTERM)


def main() -> None:
    """Run the command line. Interruptions wait until it can answer them; after its last word they end it quietly."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from api.cli import run

    sys.exit(run(sys.argv[1:], begin=lambda: signal.pthread_sigmask(signal.SIG_SETMASK, before)))
