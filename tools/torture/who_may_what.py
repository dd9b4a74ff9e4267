"""Every address as every account, each pair of them, and twins as each; the suite tries a part.

    python3 dev.py torture who_may_what

SQLite, or the server of LINTEL_TEST_DATABASE_URL.
"""

import os
import subprocess
import sys

WHOLE = ("tests/properties/test_who_may_what.py", "tests/properties/test_nothing_crosses.py")


def main() -> int:
    pytest = (sys.executable, "-m", "pytest", "-q", "-o", "timeout=0", "--durations=5")
    more = {**os.environ, "LINTEL_WHOLE": "1"}
    return subprocess.run([*pytest, *WHOLE], env=more, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
