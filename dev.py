#!/usr/bin/env python3
"""Everything a person working on Lintel asks for, with nothing but Python and pip.

    python3 dev.py demo      an invented partnership at http://127.0.0.1:8000
    python3 dev.py test      the whole suite: SQLite, PostgreSQL, a real browser
    python3 dev.py setup     build the environment and nothing more
    python3 dev.py check     what CI runs before the tests; changes nothing
    python3 dev.py fix       put right what a tool can
    python3 dev.py draw      draw docs/generated from the code
    python3 dev.py bench     measure what is promised, on this machine
    python3 dev.py torture   the long versions: random walks, crashes, many writers

Standard library only. Everything it makes stays in this folder, and what is there is not
made again.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent
TOOLS, VENV, BUILD, MODULES = ROOT / ".tools", ROOT / ".venv", ROOT / "build", ROOT / "node_modules"
PYTHON = VENV / "bin" / "python"
UV = "uv==0.13.9"
# Each lock holds all of the one before it.
LOCKS = ("run", "build", "test")
CI = os.environ.get("CI") == "true"


class Stop(Exception):
    """Cannot go on; the message says how to put it right."""


def environment() -> dict[str, str]:
    """The caller's environment, with every cache that a tool would keep elsewhere kept here."""
    cache = TOOLS / "cache"
    return {
        **os.environ,
        "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
        "XDG_CACHE_HOME": str(cache),
        # Every command and server that a test starts would otherwise be compiled again.
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(cache / "bytecode"),
        "PIP_CACHE_DIR": str(cache / "pip"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "UV_CACHE_DIR": str(cache / "uv"),
        "UV_PYTHON_INSTALL_DIR": str(TOOLS / "python"),
        "UV_NO_PROGRESS": "1",
        # Councils sit behind proxies whose certificates the machine knows and the tools do not.
        "UV_SYSTEM_CERTS": "1",
        "NODE_USE_SYSTEM_CA": "1",
        "npm_config_cache": str(cache / "npm"),
        "npm_config_logs_max": "0",
        "npm_config_update_notifier": "false",
        "MYPY_CACHE_DIR": str(cache / "mypy"),
        "RUFF_CACHE_DIR": str(cache / "ruff"),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(cache / "hypothesis"),
    }


def run(*words: object, advice: str = "", quiet: bool = False, **more: str) -> None:
    """Run a command here.

    Errors:
        Stop: it failed; what it said is shown, and then the advice.
    """
    done = subprocess.run(
        [str(word) for word in words],
        cwd=ROOT,
        env={**environment(), **more},
        capture_output=quiet,
        text=True,
        check=False,
    )
    if done.returncode:
        said = f"{done.stdout}{done.stderr}\n" if quiet else ""
        raise Stop(f"{said}dev.py: '{' '.join(str(w) for w in words[:4])} …' failed. {advice}")


def succeeds(*words: object, **more: str) -> bool:
    """Run a command here, its words going straight to the reader."""
    command = [str(word) for word in words]
    return (
        subprocess.run(command, cwd=ROOT, env={**environment(), **more}, check=False).returncode
        == 0
    )


def print_of(*paths: Path) -> str:
    """A hash of what is in these files and folders, by name and content."""
    seen = hashlib.sha256(str(ROOT).encode())
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                seen.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return seen.hexdigest()


def is_stamped(stamp: Path, mark: str) -> bool:
    return stamp.is_file() and stamp.read_text() == mark


# --- Set-up ---------------------------------------------------------------------------


@contextlib.contextmanager
def alone():
    """One set-up at a time in this folder."""
    TOOLS.mkdir(exist_ok=True)
    with open(TOOLS / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def setup(lock: str = "build") -> None:
    """The environment, the command, the style sheet and the scripts."""
    with alone():
        install(lock)
        put_command()
        build_assets()


def install(lock: str) -> None:
    """The packages of a lock, each checked against its hash."""
    marks = {name: print_of(ROOT / "requirements" / f"{name}.txt") for name in LOCKS}
    enough = LOCKS[LOCKS.index(lock) :]
    if PYTHON.exists() and any(is_stamped(VENV / f"{n}.stamp", marks[n]) for n in enough):
        return
    advice = (
        "If a proxy inspects the network here, give its certificate in SSL_CERT_FILE "
        "and NODE_EXTRA_CA_CERTS."
    )
    uv = TOOLS / "bin" / "uv"
    if not uv.exists():
        say("fetching uv")
        pip = (sys.executable, "-m", "pip", "install", "-q", "--no-input", "--upgrade")
        run(*pip, "--target", TOOLS, UV, advice=f"Python needs pip. {advice}", quiet=True)
    if not PYTHON.exists():
        run(uv, "venv", "-q", "--no-project", "--python", sys.executable, VENV, quiet=True)
    say(f"installing the packages of requirements/{lock}.txt")
    wanted = ROOT / "requirements" / f"{lock}.txt"
    install_ = (uv, "pip", "install", "-q", "--python", PYTHON, "--require-hashes")
    # A lock is whole, so what it leaves out is left out; PySpark alone is published as source only.
    built = ("--no-deps", "--only-binary", ":all:", "--no-binary", "pyspark")
    run(*install_, *built, "-r", wanted, advice=advice, quiet=True)
    (VENV / f"{lock}.stamp").write_text(marks[lock])


def put_command() -> None:
    """.venv/bin/lintel, and this folder on the environment's path: an editable install that
    asks for no build tools and works without a network."""
    packages = next((VENV / "lib").glob("python3*/site-packages"))
    write_if_other(packages / "lintel.pth", f"{ROOT}\n")
    here = '"$(dirname "$(readlink -f "$0")")/python"'
    write_if_other(VENV / "bin" / "lintel", f'#!/bin/sh\nexec {here} -P -m lintel "$@"\n')
    (VENV / "bin" / "lintel").chmod(0o755)


def write_if_other(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text() != text:
        path.write_text(text)


def build_assets() -> None:
    """The style sheet from Sass, the design system's script, and both under hashed names."""
    static = sorted(ROOT.glob("lintel/*/static"))
    sources = (ROOT / "package-lock.json", ROOT / "lintel" / "govuk" / "sass", *static)
    mark, stamp = print_of(*sources), BUILD / "assets.stamp"
    if is_stamped(stamp, mark):
        return
    lock_mark, node_stamp = print_of(ROOT / "package-lock.json"), MODULES / ".lintel.stamp"
    if not is_stamped(node_stamp, lock_mark):
        say("fetching the design system")
        npm = (
            VENV / "bin" / "npm",
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--silent",
        )
        run(*npm, advice="Is there a network? See NODE_EXTRA_CA_CERTS behind a proxy.", quiet=True)
        node_stamp.write_text(lock_mark)
    say("building the style sheet")
    assets = BUILD / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    design = MODULES / "govuk-frontend" / "dist"
    folders = (ROOT, design, MODULES / "@ministryofjustice" / "frontend")
    sass = (MODULES / ".bin" / "sass", "--style=compressed", "--no-source-map", "--quiet-deps")
    paths = [f"--load-path={folder}" for folder in folders]
    entry = ROOT / "lintel" / "govuk" / "sass" / "lintel.scss"
    run(*sass, *paths, entry, assets / "lintel.css", quiet=True)
    shutil.copyfile(design / "govuk" / "govuk-frontend.min.js", assets / "govuk-frontend.min.js")
    shutil.rmtree(BUILD / "static", ignore_errors=True)
    run(*django("collectstatic", "--noinput", "--verbosity", "0"), quiet=True)
    stamp.write_text(mark)


def django(*words: str) -> tuple[object, ...]:
    return (PYTHON, "-m", "django", *words, "--settings=lintel.config.settings")


def say(words: str) -> None:
    print(f"dev.py: {words}", file=sys.stderr, flush=True)


# --- Verbs ----------------------------------------------------------------------------


def demo(words: list[str]) -> int:
    """Serve the invented partnership until it is stopped."""
    setup("build")
    given = list(words)
    for name, value in (("--data", ".demo"), ("--port", "8000")):
        given += [] if name in given else [name, value]
    if "--manifest" not in given:
        given += ["--manifest", str(Path(given[given.index("--data") + 1]) / "manifest.json")]
    os.chdir(ROOT)
    command = [str(PYTHON), "-P", "-m", "lintel", "demo", *given]
    os.execve(command[0], command, environment())  # noqa: S606


def test(words: list[str]) -> int:
    """The suite on SQLite and, beside it, all that touches a database on PostgreSQL; journeys where
    there is Chromium. What needs one database only is done by whichever is free, and long walks go
    by turns: conftest.py. LINTEL_TURN=all takes all of them, and so does whoever names a test."""
    setup("test")
    turn = os.environ.get("LINTEL_TURN") or this_turn(words)
    say(f"LINTEL_TURN={turn} takes the same parts of the long walks again")
    left_out, results = [], {}
    names = ("chromium", "chromium-browser", "google-chrome")
    if not os.environ.get("LINTEL_CHROMIUM") and not any(map(shutil.which, names)):
        left_out.append("browser journeys: there is no Chromium (apt-get install chromium)")
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        left_out.append("linking on Spark: there is no Java (apt-get install default-jre-headless)")
    if not shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin"):
        left_out.append("the virus scanner: there is no clamd (apt-get install clamav-daemon)")
    postgres = postgres_runner()
    if postgres is None:
        left_out.append(
            "PostgreSQL: none is installed (apt-get install postgresql), "
            "and LINTEL_TEST_DATABASE_URL is not set"
        )
    with (
        tempfile.TemporaryFile("w+") as said,
        tempfile.TemporaryDirectory(prefix="lintel-shared-") as shared,
        tempfile.TemporaryDirectory(prefix="lintel-outcome-") as outcomes,
    ):
        reports = {name: Path(outcomes) / f"{name}.xml" for name in ("SQLite", "PostgreSQL")}
        pytest = {
            name: (PYTHON, "-m", "pytest", f"--junitxml={path}", *words)
            for name, path in reports.items()
        }
        beside = None
        if postgres is not None:
            say("the suite on PostgreSQL, whose words come when SQLite's are done")
            beside = subprocess.Popen(
                [str(word) for word in (*postgres, *pytest["PostgreSQL"])],
                cwd=ROOT,
                env={
                    **environment(),
                    **{"LINTEL_TESTS": "database", "LINTEL_SHARED": shared, "LINTEL_TURN": turn},
                },
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        say("the suite on SQLite")
        share = shared if beside is not None else ""
        results["SQLite"] = succeeds(
            *pytest["SQLite"],
            LINTEL_TEST_DATABASE_URL="",
            LINTEL_TESTS="",
            LINTEL_SHARED=share,
            LINTEL_TURN=turn,
        )
        if beside is not None:
            results["PostgreSQL"] = beside.wait() == 0
            said.seek(0)
            print(said.read())
        failures = [words_ for name in results for words_ in what_failed(name, reports[name])]
    print("\n".join(failures))
    print(
        "\n" + "\n".join(f"{name}: {'passed' if ok else 'FAILED'}" for name, ok in results.items())
    )
    for words_ in left_out:
        print(f"LEFT OUT  {words_}")
    if left_out and CI:
        print("In CI nothing may be left out.")
    return 0 if all(results.values()) and not (left_out and CI) else 1


def this_turn(words: list[str]) -> str:
    """The next hour's is the next one, and so is the next day's at the same hour; all of it for
    whoever names what they want."""
    if any(not word.startswith("-") for word in words):
        return "all"
    return str(int(time.time()) // 86_400 + time.gmtime().tm_hour)


def what_failed(database: str, report: Path) -> list[str]:
    """Each failure with the end of what it said, to stand last: a reader of a long run's end, or
    of a machine that keeps no more, must not have to scroll over the other database's suite."""
    if not report.is_file():
        return [f"{database}: the suite came to no end"]
    said = []
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - written a moment ago
        for fault in (*case.iter("failure"), *case.iter("error")):
            name = f"{case.get('classname')}::{case.get('name')}"
            end = (fault.text or fault.get("message") or "").splitlines()[-30:]
            said += [f"\n{database} FAILED {name}", *(f"    {line}" for line in end)]
    return said


def postgres_runner() -> "tuple[object, ...] | None":
    """What to put before a command so that it meets a PostgreSQL; None when there is none."""
    if os.environ.get("LINTEL_TEST_DATABASE_URL"):
        return ()
    installed = list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return ("bash", ROOT / "tools" / "with_postgres.sh") if installed else None


def check(words: list[str]) -> int:
    """What CI runs before the tests. Every step runs, whatever the one before said."""
    setup("test")
    module = (PYTHON, "-m")
    pure = [*ROOT.glob("lintel/*/rules"), *ROOT.glob("lintel/*/events.py")]
    pure += [ROOT / "lintel" / name for name in ("kernel", "policy", "access/viewers.py")]
    with tempfile.TemporaryDirectory(prefix="lintel-check-") as folder:
        secret = Path(folder) / "secret.key"
        secret.write_text(hashlib.sha512(os.urandom(64)).hexdigest())
        instance = {"LINTEL_DATA": folder, "LINTEL_DATABASE_URL": ""}
        public = {**instance, "LINTEL_URL": "https://hub.example"}
        results = {
            "style": succeeds(*module, "ruff", "check", "."),
            "format": succeeds(*module, "ruff", "format", "--check", "."),
            "doors": succeeds(VENV / "bin" / "lint-imports", "--no-cache"),
            "types": succeeds(*module, "mypy", *pure, **instance),
            "security": succeeds(
                *module,
                "bandit",
                "-q",
                "-r",
                "lintel",
                "-c",
                "pyproject.toml",
                "-x",
                bandit_skips(),
            ),
            "migrations": succeeds(*django("makemigrations", "--check", "--dry-run"), **instance),
            "deployment": succeeds(*django("check", "--deploy", "--fail-level=WARNING"), **public),
            "generated documents": succeeds(*module, "tools.draw", "--check", **instance),
            "brand": has_no_brand(),
        }
    print(
        "\n" + "\n".join(f"{'ok    ' if ok else 'FAILED'}  {name}" for name, ok in results.items())
    )
    return 0 if all(results.values()) else 1


def bandit_skips() -> str:
    return ",".join(str(folder.relative_to(ROOT)) for folder in ROOT.glob("lintel/*/tests"))


def has_no_brand() -> bool:
    """GOV.UK's font and crest may not be used by a service that is not on GOV.UK."""
    css = (BUILD / "assets" / "lintel.css").read_text().lower()
    found = [word for word in ("gds transport", "crest", "crown") if word in css]
    if found:
        print(f"build/assets/lintel.css holds {', '.join(found)}")
    return not found


def fix(words: list[str]) -> int:
    """Put right what a tool can."""
    setup("test")
    fixed = succeeds(PYTHON, "-m", "ruff", "check", "--fix", ".")
    return 0 if succeeds(PYTHON, "-m", "ruff", "format", ".") and fixed else 1


def draw(words: list[str]) -> int:
    """Draw docs/generated from the code."""
    setup("test")
    return 0 if succeeds(PYTHON, "-m", "tools.draw", *words) else 1


def every(folder: str, words: list[str]) -> int:
    """Run each program in a folder of tools; a name runs only that one."""
    setup("test")
    found = sorted(p.stem for p in (ROOT / "tools" / folder).glob("*.py") if p.stem[0] != "_")
    wanted = [name for name in found if not words or name in words]
    if not wanted:
        raise Stop(f"dev.py: there is nothing in tools/{folder} by that name yet.")
    results = [succeeds(PYTHON, "-m", f"tools.{folder}.{name}") for name in wanted]
    return 0 if all(results) else 1


def main(words: list[str]) -> int:
    """Carry out one verb."""
    verbs = {
        "setup": lambda rest: setup(*rest[:1]) or 0,
        "demo": demo,
        "test": test,
        "check": check,
        "fix": fix,
        "draw": draw,
        "bench": lambda rest: every("bench", rest),
        "torture": lambda rest: every("torture", rest),
    }
    if not words or words[0] not in verbs:
        print(__doc__)
        return 0 if words and words[0] in ("-h", "--help", "help") else 2
    began = time.monotonic()
    try:
        code = verbs[words[0]](words[1:])
    except Stop as problem:
        print(problem, file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        return 130
    say(f"{words[0]} took {time.monotonic() - began:.1f} s")
    return code


def newer_python() -> "str | None":
    """Another Python on this machine that Lintel can use, newest first."""
    for minor in (14, 13, 12, 11):
        found = shutil.which(f"python3.{minor}")
        if found and subprocess.run([found, "-c", ""], check=False).returncode == 0:
            return found
    return None


if __name__ == "__main__":
    if sys.version_info < (3, 11):
        other = newer_python()
        if other is None:
            sys.exit("dev.py: Lintel needs Python 3.11 or later; apt-get install python3.11")
        os.execv(other, [other, *sys.argv])  # noqa: S606
    sys.exit(main(sys.argv[1:]))
