"""On what a benchmark ran: the machine, the versions, and one processor for everybody."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path


def stay_on_one_processor() -> None:
    """Keep this process and its threads on the last processor that it may use: every method gets one core.

    Call it before the libraries are imported, so that they start no more threads than that.
    """
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def machine() -> str:
    """Processor, cores and memory, in words."""
    information = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    models = [line.partition(":")[2].strip() for line in information.splitlines() if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = models[0] if models else platform.processor() or platform.machine()
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}"


def versions(names: Sequence[str]) -> dict[str, str]:
    """The versions of Python and of some packages."""
    return {"python": platform.python_version()} | {name: version(name) for name in names}
