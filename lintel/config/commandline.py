"""The lintel command: one file in config/commands for each verb."""

import argparse
import contextlib
import gc
import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import lintel
from lintel.config.sso import BadSso
from lintel.kernel.refusals import Invalid, NotThere, Refused

DONE, FAILED, USAGE, NOT_READY = 0, 1, 2, 3

# Promised by the contract; each becomes a file in config/commands when its issue is done.
PROMISED = (
    *("export", "match", "backup", "restore", "release", "simulate"),
    *("init", "demo", "serve", "worker", "migrate", "doctor", "routes", "policy", "clock"),
    *("digest", "audit", "import", "outbox", "user"),
)

# Verbs that change nothing in the database: the note of how its file was left stays true.
ONLY_LOOK = frozenset(
    {"audit", "backup", "digest", "doctor", "outbox", "policy", "restore", "routes"}
)

# Verbs that need no database, and so do not wait for Django.
WITHOUT_DJANGO = frozenset({"clock"})


class Cannot(Exception):
    """A command cannot go on. The message is one sentence that says how to put it right."""

    def __init__(self, message: str, code: int = NOT_READY) -> None:
        super().__init__(message)
        self.code = code


def verbs() -> list[str]:
    """Every verb there is a file for; import_.py is the verb import."""
    folder = Path(__file__).parent / "commands"
    return sorted(found.name.rstrip("_") for found in pkgutil.iter_modules([str(folder)]))


def command(verb: str) -> ModuleType:
    """The module that carries out a verb, loaded once Django is ready."""
    name = f"{verb}_" if verb == "import" else verb
    return importlib.import_module(f"lintel.config.commands.{name}")


def common() -> argparse.ArgumentParser:
    """What every verb understands."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", metavar="DIR", help="the instance's folder (LINTEL_DATA)")
    shared.add_argument("--db", metavar="URL", help="its database (LINTEL_DATABASE_URL)")
    shared.add_argument("--json", action="store_true", help="answer in JSON")
    return shared


def say_to_stderr(sentence: str) -> None:
    print(f"lintel: {sentence}", file=sys.stderr)


def set_up(words: list[str], *, django: bool = True) -> None:
    """Put --data and --db where settings look for them, then start Django where it is needed."""
    given, _ = common().parse_known_args([w for w in words if w not in {"-h", "--help"}])
    if given.data:
        os.environ["LINTEL_DATA"] = given.data
    if given.db:
        os.environ["LINTEL_DATABASE_URL"] = given.db
    if not django:
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lintel.config.settings")
    try:
        importlib.import_module("django").setup()
    except ValueError as problem:
        raise Cannot(str(problem), USAGE) from problem


def database_problems() -> tuple[type[Exception], ...]:
    """What a database raises that is away, full or damaged; nothing before Django was needed."""
    if "django.db" not in sys.modules:
        return ()
    from django.db import InterfaceError, OperationalError

    return OperationalError, InterfaceError


@contextlib.contextmanager
def at_work(verb: str) -> Iterator[None]:
    """Between these, the database may be used; whoever leaves it last notes how its file is."""
    if verb in WITHOUT_DJANGO:
        yield
        return
    from django.conf import settings
    from django.db import connection, connections

    from lintel.config import at_rest

    settings.ONLY_LOOKS = verb in ONLY_LOOK
    try:
        yield
    finally:
        # Where a caller's own transaction is open around this verb, they are still at work.
        if not connection.in_atomic_block:
            connections.close_all()
            gc.collect()  # connections of threads that have ended
            if connection.vendor == "sqlite" and not settings.ONLY_LOOKS:
                at_rest.note(Path(str(connection.settings_dict["NAME"])))


def _out_of_sight() -> None:
    """Begin again with a database's password in the environment, which is its owner's alone:
    whoever else is on the machine can read the words of every process."""
    given, _ = common().parse_known_args([w for w in sys.argv[1:] if w not in {"-h", "--help"}])
    if given.db and urlsplit(given.db).password:
        os.environ["LINTEL_DATABASE_URL"] = given.db
        words = [w for w in sys.orig_argv[1:] if w not in {given.db, f"--db={given.db}", "--db"}]
        os.execv(sys.executable, [sys.executable, *words])  # noqa: S606  itself, as it was begun


def main(words: list[str] | None = None) -> int:
    """Carry out one command line and give its exit code."""
    if words is None:
        _out_of_sight()
    words = list(sys.argv[1:] if words is None else words)
    parser = argparse.ArgumentParser(prog="lintel", description=lintel.__doc__)
    parser.add_argument("--version", action="version", version=f"lintel {lintel.__version__}")
    parser.add_argument("verb", metavar="VERB", help=", ".join(verbs()))
    if not words or words[0].startswith("-"):
        parser.parse_args(words or ["--help"])
        return USAGE
    verb, rest = words[0], words[1:]
    try:
        if verb not in verbs():
            if verb in PROMISED:
                raise Cannot(f"'{verb}' is not built yet; see the contract for what it will do")
            raise Cannot(f"there is no '{verb}'; run lintel --help for the verbs there are", USAGE)
        set_up(rest, django=verb not in WITHOUT_DJANGO)
        module = command(verb)
        own = argparse.ArgumentParser(
            prog=f"lintel {verb}", description=module.HELP, parents=[common()]
        )
        module.add_arguments(own)
        with at_work(verb):
            return module.run(own.parse_args(rest)) or DONE
    except Cannot as problem:
        say_to_stderr(str(problem))
        return problem.code
    except BadSso as problem:
        say_to_stderr(str(problem))
        return NOT_READY
    except (Refused, Invalid) as problem:
        for refusal in problem.refusals:
            say_to_stderr(f"{refusal.field + ': ' if refusal.field else ''}{refusal.message}")
        return NOT_READY
    except database_problems() as problem:
        # Its class and not its words, which may hold what was written.
        say_to_stderr(f"the database cannot be used ({type(problem).__name__}); run lintel doctor")
        return NOT_READY
    except NotThere as problem:
        say_to_stderr(str(problem) or "there is no such record")
        return NOT_READY
    except BrokenPipeError:
        # The reader of our output has gone; nothing is left to say, and nobody to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return 130
