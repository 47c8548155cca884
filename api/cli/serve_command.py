"""The HTTP service, on this machine and only over a demonstration."""

import logging
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Final

from api.cli.options import Command, Option, Session, clock
from api.cli.output import Reply
from api.cli.standing import Remains
from api.settings import keep_compiled_code
from graph.errors import Text

PORT: Final = 8000


def serve(
    session: Session,
    host: Annotated[
        str | None,
        Option(
            "--host",
            Text("Su quale indirizzo ascoltare, se non solo qui.", "The address to listen on, if not only here."),
            shown="HOST",
        ),
    ] = None,
    port: Annotated[
        int, Option("--port", Text("La porta; 0 ne prende una libera.", "The port; 0 takes a free one."), 0, 65535)
    ] = PORT,
) -> Reply:
    """Serve over HTTP until told to stop; the address is said once connections are accepted."""
    keep_compiled_code(session.settings.kernels)
    from api.app import create_app
    from api.desk import check_demonstration
    from api.server import LOOPBACK, address, is_loopback, listen, names
    from api.server import serve as run

    with session.store() as store:
        check_demonstration(store.contents())
    where = host or LOOPBACK
    listening = listen(where, port)
    url = address(listening, where)
    settings = replace(session.settings, language=session.voice.language)
    app = create_app(settings, clock=clock, store=session.store_url, at=session.at, hosts=names(where))

    def serving(say: Callable[[], None]) -> None:
        logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(message)s")
        session.tell(
            "Dimostrazione: tutte le persone sono inventate. Per fermare: Ctrl-C.",
            "Demonstration: every person is invented. To stop: Ctrl-C.",
        )
        if not is_loopback(where):
            session.tell(
                "Attenzione: risponde anche ad altre macchine, e a chiunque, senza chiedere chi è.",
                "Warning: it answers other machines too, and anybody, without asking who they are.",
            )
        session.standing.look = lambda: Remains(Text("Il servizio è fermo.", "The service has stopped."))
        run(app, listening, ready=say)

    return Reply({"url": url}, lambda screen: screen.raw(f"{url}\n"), during=serving)


SERVE_COMMANDS: Final = (
    Command(
        "serve",
        Text(
            "Servi la dimostrazione in rete, su questa macchina.", "Serve the demonstration over HTTP, on this machine."
        ),
        serve,
    ),
)
