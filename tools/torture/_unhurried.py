"""`lintel ...` whose API limits nobody: what asks ten thousand things must not be told to wait.

python -m tools.torture._unhurried demo --port 0
"""

import os
import sys


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lintel.config.settings")
    from django.conf import settings

    settings.API_REQUESTS_A_MINUTE = 10**6
    from lintel.config.commandline import main as lintel_main

    return lintel_main(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
