"""The lintel command, also as `python -m lintel`."""

import sys

from lintel.config.commandline import main

if __name__ == "__main__":
    sys.exit(main())
