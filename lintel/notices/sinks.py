"""Where e-mail goes: a folder unless a mail server was named. Sending one again does no harm."""

import json
import os
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

# Shorter than a lease, so that nobody else takes up what is still being said.
TIMEOUT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail. Its id is the notice's and never changes, however often it is sent."""

    id: UUID
    council: str
    kind: str
    to: str
    subject: str
    body: str
    about: str
    queued_at: datetime


class NotSent(Exception):
    """It has not been taken.

    Shape: `code` says why without a word of content; `for_good` when trying again is useless.
    """

    def __init__(self, code: str, *, for_good: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.for_good = for_good


Sink = Callable[[Mail], None]


class FileSink:
    """A file for each e-mail, named after the notice: whole or absent, and never two.

    What the demo and a fresh instance use; nothing leaves the machine.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, mail: Mail) -> None:
        """
        Errors:
            NotSent: the folder cannot be written to.
        """
        try:
            self._write(mail)
        except OSError as problem:
            raise NotSent(f"file {problem.errno}") from problem

    def _write(self, mail: Mail) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        whole = self.folder / f"{mail.id}.json"
        if whole.exists():
            return
        # One name for each process, so that two of them cannot write into one another's file.
        part = self.folder / f".{mail.id}.{os.getpid()}.part"
        with part.open("w", encoding="utf-8") as out:
            json.dump(asdict(mail), out, default=str, ensure_ascii=False, indent=1)
            out.flush()
            os.fsync(out.fileno())
        part.replace(whole)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class SmtpSink:
    """A mail server: smtps://name:word@host:465?from=hub@council.example, or smtp:// with STARTTLS.

    A notice that is sent again, because the worker died before it could note it, has the same
    Message-ID, by which mail systems know it for the same message.

    Errors:
        ValueError: the address names no server or no sender.
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        sender = parse_qs(parts.query).get("from", [""])[0]
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or "@" not in sender:
            raise ValueError("Enter LINTEL_SMTP_URL as smtps://host:465?from=hub@council.example")
        self.wrapped = parts.scheme == "smtps"
        self.host, self.port = parts.hostname, parts.port or (465 if self.wrapped else 587)
        self.user, self.word = unquote(parts.username or ""), unquote(parts.password or "")
        self.sender = sender

    def __call__(self, mail: Mail) -> None:
        """
        Errors:
            NotSent: for good when the server refuses the message or the address itself.
        """
        try:
            with self._connected() as server:
                server.send_message(self.message(mail))
        except smtplib.SMTPRecipientsRefused as problem:
            codes = [code for code, _ in problem.recipients.values()]
            raise _refused("recipient", codes[0] if codes else 0) from None
        except smtplib.SMTPResponseException as problem:
            raise _refused(type(problem).__name__, problem.smtp_code) from None
        except (OSError, smtplib.SMTPException) as problem:
            raise NotSent(type(problem).__name__) from None

    def message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = mail.to
        message["Subject"] = mail.subject
        message["Date"] = mail.queued_at
        message["Message-ID"] = f"<{mail.id}@{self.sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.body)
        return message

    def _connected(self) -> smtplib.SMTP:
        trust = ssl.create_default_context()
        if self.wrapped:
            server = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=trust)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
            if self.host not in {"localhost", "127.0.0.1", "::1"}:
                server.starttls(context=trust)
        if self.user:
            server.login(self.user, self.word)
        return server


def sink_for(*, smtp_address: str, data: Path) -> Sink:
    """The mail server when one is named, the folder otherwise."""
    return SmtpSink(smtp_address) if smtp_address else FileSink(data / "outbox")


def _refused(what: str, code: int) -> NotSent:
    # 5xx about this message is final; about who we are (530, 535) somebody can put it right.
    return NotSent(f"{what} {code}", for_good=550 <= code <= 559)
