"""Cut the connection to PostgreSQL at each word of an intake, many times, on both sides.

    bash tools/with_postgres.sh python3 dev.py torture cut_connections

LINTEL_CUT_ROUNDS says how often each point is cut; five rounds are some 500 cuts. Says how long it
was at most from a cut until a contact was acknowledged again, which may be 5 s. Left out where no
PostgreSQL is given in LINTEL_TEST_DATABASE_URL.
"""

import os
import subprocess
import sys

TEST = "tests/properties/test_faults.py"


def main() -> int:
    if not os.environ.get("LINTEL_TEST_DATABASE_URL"):
        print("cut_connections: left out: LINTEL_TEST_DATABASE_URL is not set")
        return 0
    pytest = (
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-s",
        "-o",
        "timeout=0",
        TEST,
        "-k",
        "cut_anywhere",
    )
    more = {"LINTEL_CUT_ROUNDS": os.environ.get("LINTEL_CUT_ROUNDS", "5")}
    return subprocess.run(pytest, env={**os.environ, **more}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
