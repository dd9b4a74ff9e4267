"""Ten thousand invented calls of the API, of its own document, as four accounts over HTTP.

    python3 dev.py torture api_cases

schemathesis with all its phases, of which the last follows what one answer names into the next
call, over the invented partnership (SQLite), as a screener, a partner, another system and nobody.
LINTEL_CASES says how many calls at least, LINTEL_PHASES which phases, LINTEL_SECONDS for how long
as each; LINTEL_BENCH_DATA names a partnership that is there, and is copied. No answer of 500 and
above, no way round signing in, and every answer as the document declares it. The suite's own
(tests/conformance/test_api_document.py) is fewer, with contacts at every step. Source:
qualities E1.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PEOPLE = {
    "screener": "d-screener",
    "partner": "d-police",
    "another system": "api-police",
    "nobody": "",
}
CHECKS = (
    "not_a_server_error",
    "ignored_auth",
    "use_after_free",
    "unsupported_method",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
SAFETY = {"server_error", "ignored_auth", "use_after_free"}


@contextmanager
def a_partnership(folder: Path) -> Iterator[dict[str, Any]]:
    """The demo, served; its manifest."""
    data, manifest = folder / "data", folder / "manifest.json"
    if given := os.environ.get("LINTEL_BENCH_DATA"):  # of `lintel demo`, stopped
        shutil.copytree(given, data)
    said = ("--data", str(data), "--port", "0", "--manifest", str(manifest))
    with subprocess.Popen(
        [sys.executable, "-m", "tools.torture._unhurried", "demo", *said],
        stdout=subprocess.PIPE,
        stderr=(folder / "server.log").open("w"),
        text=True,
        env={**os.environ, "LINTEL_DATA": str(data)},
    ) as demo:
        assert demo.stdout is not None
        ready = any(line.startswith("LINTEL READY") for line in demo.stdout)
        assert ready, (folder / "server.log").read_text()
        try:
            yield json.loads(manifest.read_text())
        finally:
            demo.send_signal(signal.SIGTERM)


def asked_as(who: str, token: str, document: Path, url: str, folder: Path) -> dict[str, Any]:
    """The report of schemathesis."""
    report = folder / f"{who.replace(' ', '-')}.json"
    words = [
        *(str(Path(sys.executable).with_name("schemathesis")), "run", str(document), "--url", url),
        *("--phases", os.environ.get("LINTEL_PHASES", "examples,coverage,fuzzing,stateful")),
        *("--checks", ",".join(CHECKS), "--max-examples", os.environ.get("LINTEL_EXAMPLES", "10")),
        *("--seed", "11", "--continue-on-failure", "--no-shrink", "--no-color"),
        *("--suppress-health-check", "all", "--generation-database", "none"),
        *("--report", "json", "--report-json-path", str(report)),
    ]
    if seconds := os.environ.get("LINTEL_SECONDS"):
        words += ["--max-time", seconds]
    if token:
        words += ["--header", f"Authorization: Bearer {token}"]
    done = subprocess.run(
        words, cwd=folder, capture_output=True, text=True, check=False
    )  # its own words name each call that failed
    assert report.exists(), done.stdout + done.stderr
    told: dict[str, Any] = json.loads(report.read_text())
    if told["failures"] or told["errors"]:
        print(done.stdout[-int(os.environ.get("LINTEL_WORDS", "6000")) :])
    return told


def main() -> int:
    kinds: Counter[str] = Counter()
    cases = unsafe = 0
    with tempfile.TemporaryDirectory(prefix="lintel-torture-") as name:
        folder = Path(name)
        with a_partnership(folder) as manifest:
            tokens = {one["key"]: one["api_token"] for one in manifest["accounts"]}
            document = folder / "openapi.json"
            document.write_bytes(the_document(manifest["url"], tokens["d-screener"]))
            for who, key in PEOPLE.items():
                told = asked_as(who, tokens.get(key, ""), document, manifest["url"], folder)
                made = told["test_cases"]["generated"]
                cases += made
                found = Counter({one["code"]: one["count"] for one in told["failures"]})
                found.update({f"error: {one['title']}": one["count"] for one in told["errors"]})
                kinds += found
                unsafe += sum(count for code, count in found.items() if code in SAFETY)
                print(f"  {who}: {made:,} calls, {dict(found) or 'nothing found'}", flush=True)
        server = (folder / "server.log").read_text().splitlines()
    print(
        f"api_cases: {cases:,} calls as {len(PEOPLE)}, {unsafe} of 5xx or authorisation, "
        f"{sum(kinds.values()) - unsafe} of the schema"
    )
    for line in [one for one in server if "ERROR" in one][:10]:
        print(f"  {line}")
    return 0 if not kinds and cases >= int(os.environ.get("LINTEL_CASES", "10000")) else 1


def the_document(url: str, token: str) -> bytes:
    """What the API says of itself, to whoever has a token."""
    import http.client
    from urllib.parse import urlsplit

    asked = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    asked.request("GET", "/api/v1/openapi.json", headers={"Authorization": f"Bearer {token}"})
    answer = asked.getresponse()
    assert answer.status == 200, answer.status
    return answer.read()


if __name__ == "__main__":
    raise SystemExit(main())
