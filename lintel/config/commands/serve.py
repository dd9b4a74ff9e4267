"""lintel serve: the web pages and the API, on one address."""

import argparse
import os
import signal
import socket
import sys

from django.conf import settings
from django.db import connection, connections

from lintel.config import soundness
from lintel.config.commandline import FAILED, Cannot, say_to_stderr
from lintel.config.database_roles import too_much
from lintel.config.health import NEWER, is_of_a_newer, pending_migrations
from lintel.config.instance import instance_id, secret_is_missing
from lintel.files.incoming import LARGEST_BODY

HELP = "serve the pages and the API; any number of these may run on one database"
THREADS = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and with how many processes."""
    parser.add_argument("--port", type=int, default=8000, help="0 takes a free one")
    parser.add_argument("--bind", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--workers", type=int, default=1, help="processes; PostgreSQL is advised")
    parser.add_argument("--threads", type=int, default=THREADS, help="threads in each process")


def run(args: argparse.Namespace) -> int:
    """
    Errors:
        Cannot: no instance here, or its tables are behind.
    """
    ready_to_serve()
    listening = listen(args.bind, args.port)
    announce(listening)
    if args.workers > 1:
        with_gunicorn(listening, workers=args.workers, threads=args.threads)
    else:
        with_waitress(listening, threads=args.threads)
    return 0


def ready_to_serve() -> None:
    """
    Errors:
        Cannot: with what to run first.
    """
    ready_to_work()
    if not (settings.STATIC_ROOT / "staticfiles.json").is_file():
        raise Cannot("the style sheet is not built; run python3 dev.py setup first")


def ready_to_work() -> None:
    """That there is an instance with tables as this version knows them, for pages or a worker.

    Errors:
        Cannot: with what to run first.
    """
    if not instance_id():
        raise Cannot(f"there is no instance in {settings.DATA}; run lintel init --data DIR first")
    if not settings.SECRET_FILE.is_file():
        raise Cannot(secret_is_missing())
    sound_enough()
    settings.DATABASE_IS_THERE = True
    if is_of_a_newer():
        raise Cannot(NEWER)
    pending = pending_migrations()
    if pending:
        raise Cannot(f"the tables are {len(pending)} changes behind; run lintel migrate first")
    for what in too_much(connection):
        say_to_stderr(f"the database role of this process {what}; see lintel roles --help")
    # A connection opened here must not be shared with threads or processes made later.
    connections.close_all()


def sound_enough() -> None:
    """
    Errors:
        Cannot: the database file is damaged, as far as can be told before somebody waits for it.
    """
    found = soundness.damage_at_start()
    if found:
        raise Cannot(
            f"the database is damaged ({found}): run lintel doctor, and put the newest backup back "
            "with lintel restore",
            FAILED,
        )


def listen(bind: str, port: int) -> socket.socket:
    """A socket that already listens, so that the address announced is the address there is.

    Errors:
        Cannot: the port is taken.
    """
    listening = socket.socket(socket.AF_INET6 if ":" in bind else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((bind, port))
    except OSError as problem:
        raise Cannot(
            f"port {port} on {bind} cannot be used; choose another with --port"
        ) from problem
    listening.listen(128)
    return listening


def address_of(listening: socket.socket) -> str:
    """http://127.0.0.1:8000, as a browser on this machine would ask for it."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def announce(listening: socket.socket) -> None:
    print(f"Lintel listens on {address_of(listening)} with {connection.vendor}", flush=True)


def with_waitress(listening: socket.socket, *, threads: int = THREADS) -> None:
    """One process, until it is told to stop; requests under way are finished first."""
    import waitress

    from lintel.config import receiving
    from lintel.config.wsgi import application

    def stop(number: int, frame: object) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    behind_a_proxy = {
        "trusted_proxy": "127.0.0.1",
        "trusted_proxy_headers": {"x-forwarded-proto", "x-forwarded-for"},
    }
    server = waitress.create_server(
        application,
        sockets=[listening],
        threads=threads,
        ident=None,
        clear_untrusted_proxy_headers=True,
        max_request_body_size=LARGEST_BODY,
        **(behind_a_proxy if settings.HTTPS else {}),
    )
    server.channel_class = receiving.Channel
    server.run()


def with_gunicorn(listening: socket.socket, *, workers: int, threads: int) -> None:
    """Several processes under a master that replaces those that die. Does not return."""
    os.set_inheritable(listening.fileno(), True)
    words = [
        *(sys.executable, "-m", "gunicorn", "lintel.config.wsgi:application"),
        *("--bind", f"fd://{listening.fileno()}", "--worker-class", "gthread"),
        *("--workers", str(workers), "--threads", str(threads)),
        *(
            "--graceful-timeout",
            "8",
            "--log-level",
            "warning",
            "--worker-tmp-dir",
            str(settings.DATA),
        ),
    ]
    os.execv(sys.executable, words)  # noqa: S606 - words of our own, no shell
