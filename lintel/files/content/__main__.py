"""python -m lintel.files.content look ENDING | clean KIND: bytes in, an answer out.

Begun by `chamber` for one file. It gives itself little memory and little time before it reads a
byte, writes no file and opens none but what it imports.
"""

import json
import resource
import sys

from lintel.files.content.kinds import Kind, NotTaken, Why

MEMORY = 640 * 1024 * 1024  # of addresses, most of them libraries; what is used is far less
SECONDS = 5


def main(task: str, of: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from lintel.files.content.looking import cleaned, look

    content = sys.stdin.buffer.read()
    try:
        if task == "clean":
            sys.stdout.buffer.write(cleaned(content, Kind(of)))
            return 0
        found = look(content, of)
        said: dict[str, object] = {"kind": found.kind, "notices": found.notices}
    except NotTaken as not_taken:
        said = {"why": not_taken.why}
    except MemoryError:
        said = {"why": Why.BOMB}
    except Exception:
        said = {"why": Why.DAMAGED}
    if task == "clean":
        return 1
    sys.stdout.write(json.dumps(said))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
