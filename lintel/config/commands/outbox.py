"""lintel outbox: every e-mail that has left or is to leave."""

import argparse
import json
from dataclasses import asdict

from lintel.kernel.instants import when_in_words
from lintel.notices import queries

HELP = "list every e-mail that has left or is to leave"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with the outbox."""
    parser.add_argument("what", choices=["list"], help="list: oldest first")


def run(args: argparse.Namespace) -> int:
    messages = queries.outbox()
    if args.json:
        print(json.dumps([asdict(message) for message in messages], default=str, indent=1))
        return 0
    for message in messages:
        state = message.state + (f" ({message.error})" if message.error else "")
        when = when_in_words(message.sent_at or message.queued_at)
        print(f"{when}  {state}  {message.to}  {message.subject}")
    print(f"{len(messages)} message{'' if len(messages) == 1 else 's'}")
    return 0
