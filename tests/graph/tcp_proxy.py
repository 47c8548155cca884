"""A proxy between a store and its server that delays, falls silent, and cuts, also while a commit is under way."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Literal

COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""The message of the bolt protocol by which a client asks for a commit."""

Moment = Literal["never", "before", "after"]


class Proxy:
    """Between a port of its own and a server's; what it does can be changed while connections are open.

    `delay_s` holds every portion up; `silent` swallows all; `deaf_after` so many bytes more to the server it takes
    nothing any longer, so that who sends much is stuck in it; `refusing` closes new connections at once. `cut_commits`
    cuts that many connections at their commits: before the server hears of it, or after it answered and before the
    client hears; `spared` commits pass before.
    """

    def __init__(self, port: int) -> None:
        self.server_port = port
        self.port = 0
        self.delay_s = 0.0
        self.silent = self.refusing = False
        self.deaf_after = float("inf")
        self.deaf = threading.Event()
        self.moment: Moment = "never"
        self.cut_commits = self.spared = 0
        self.then_refuse = False
        self._loop = asyncio.new_event_loop()
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def cut(self) -> None:
        """Cut every connection."""
        asyncio.run_coroutine_threadsafe(self._cut_all(), self._loop).result()

    def hearing(self, *, silent: bool) -> None:
        """Fall silent, or be heard again; who was not heard is cut."""
        self.silent = silent
        self.deaf_after = float("inf")
        if not silent:
            self.cut()

    async def _cut_all(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refusing:
            writer.transport.abort()
            return
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self.server_port)
        except OSError:
            writer.transport.abort()
            return
        state = {"committing": False}
        ends = (writer, back)
        self._writers.update(ends)
        await asyncio.gather(
            self._pass(reader, back, ends, state, outward=True), self._pass(there, writer, ends, state, outward=False)
        )
        self._writers.difference_update(ends)

    async def _pass(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        ends: tuple[asyncio.StreamWriter, asyncio.StreamWriter],
        state: dict[str, bool],
        *,
        outward: bool,
    ) -> None:
        with suppress(OSError, asyncio.CancelledError):
            while data := await source.read(1 << 16):
                if outward:
                    self.deaf_after -= len(data)
                while self.deaf_after < 0:
                    self.deaf.set()
                    await asyncio.sleep(0.01)
                if self.delay_s:
                    await asyncio.sleep(self.delay_s)
                if self.silent:
                    continue
                if outward and COMMIT in data and self._cuts():
                    state["committing"] = True
                    if self.moment == "before":
                        break
                if not outward and state["committing"]:
                    break
                target.write(data)
                await target.drain()
        if state["committing"] and self.then_refuse:
            self.refusing = True
        for end in ends:
            end.transport.abort()

    def _cuts(self) -> bool:
        """Whether the commit under way is one to cut."""
        if self.spared or not self.cut_commits:
            self.spared = max(self.spared - 1, 0)
            return False
        self.cut_commits -= 1
        return True

    async def _serve(self, ready: threading.Event) -> None:
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            with suppress(asyncio.CancelledError):
                await server.serve_forever()

    @contextmanager
    def running(self) -> Iterator["Proxy"]:
        """In a thread of its own."""
        ready = threading.Event()
        serving = self._loop.create_task(self._serve(ready))
        thread = threading.Thread(target=self._run, args=(serving,))
        thread.start()
        ready.wait()
        yield self
        self._loop.call_soon_threadsafe(serving.cancel)
        thread.join()

    def _run(self, serving: "asyncio.Task[None]") -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(serving)
        rest = asyncio.all_tasks(self._loop)
        for writer in list(self._writers):
            writer.transport.abort()
        for task in rest:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*rest, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()
