"""The command that serves the local page."""

import secrets
import socket
from contextlib import suppress
from pathlib import Path

import click

from cleantext.cli import console
from cleantext.cli.group import Command
from cleantext.cli.options import CONFIG
from cleantext.errors import DataError

LOOPBACK = "127.0.0.1"
PORT = 8377


@click.command(cls=Command)
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@CONFIG
@click.option("--host", default=LOOPBACK, show_default=True, help="The address to serve on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="0: any that is free.",
)
def serve(folder: Path | None, settings: Path | None, host: str, port: int) -> None:
    """Serve a page on this machine: paste a text, see each change and its reason, try settings.

    With the output folder of a run that `clean --format jsonl --changes` wrote, the page shows its
    documents too: browse them, judge changes right or wrong, export what you judged. Needs the
    extra `serve`. On any address but this machine's own, a token is asked for; the address that
    is printed has it. Ctrl+C ends it.

    \b
    Examples:
      cleantext serve
      cleantext serve corpus -c my.toml
      cleantext serve --host 0.0.0.0 --port 8000
    """
    from cleantext.corpus.extras import load_extra

    for module in ("starlette", "uvicorn", "tomli_w"):
        load_extra(module, "local pages", module.replace("_", "-"), "serve")
    from cleantext.show.serve.app import Site, make_server
    from cleantext.show.serve.browse import RunIndex
    from cleantext.show.serve.settings import Settings

    with _bind(host, port) as bound, suppress(KeyboardInterrupt):
        token = "" if _is_loopback(bound) else secrets.token_urlsafe(16)
        run = RunIndex(folder) if folder else None
        if run and run.cut:
            console.print_line(
                f"{len(run.entries)} of {run.documents} documents are listed; `cleantext explain "
                "FILE#ID` shows any other"
            )
        site = Site(Settings(settings), run)
        site.warm_up()
        shown = f"[{host}]" if ":" in host else host
        query = f"?token={token}" if token else ""
        console.print_line(f"http://{shown}:{bound.getsockname()[1]}/{query}  (Ctrl+C ends it)")
        make_server(site.app(host, token)).run(sockets=[bound])


def _bind(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        DataError: The address is none of this machine's, or the port is taken.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except OSError as reason:
        raise DataError(
            f"{host}:{port}: {reason.strerror}; name others with --host and --port"
        ) from reason


def _is_loopback(bound: socket.socket) -> bool:
    """Whether a socket hears this machine alone."""
    from ipaddress import ip_address

    return ip_address(bound.getsockname()[0]).is_loopback
