"""The suite's random walks and invented requests, many times as many of each, and whole samples.

    python3 dev.py torture long_examples

SQLite, or the server of LINTEL_TEST_DATABASE_URL.
"""

import os
import subprocess
import sys

EXAMPLES = "60"  # the suite's own is 6 of requests, 3 of walks
WALKS = (
    "tests/conformance/test_api_document.py",
    "tests/properties/test_merges_come_undone.py",
    "tests/properties/test_random_walks.py",
)
WHOLE = "lintel/people/tests/test_shared_samples.py"


def main() -> int:
    pytest = (sys.executable, "-m", "pytest", "-q", "-o", "timeout=0")
    more = {**os.environ, "LINTEL_EXAMPLES": EXAMPLES}
    return subprocess.run([*pytest, *WALKS, WHOLE], env=more, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
