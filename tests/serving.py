"""The local page, served for real on a port of this machine."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from cleantext.show.serve.app import Site, make_server


@contextmanager
def served(site: Site, token: str = "") -> Iterator[str]:
    """Serve a site as the command does, and give the address of its page."""
    with socket.create_server(("127.0.0.1", 0)) as bound:
        server = make_server(site.app("127.0.0.1", token))
        thread = Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}/"
        finally:
            server.should_exit = True
            thread.join()
