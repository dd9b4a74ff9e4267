"""Words that would do harm where they are taken for more than words, one or a few of each kind.

Source: qualities C1 to C3, C7, C8. Each marks itself, so that what came of it can be found.
"""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse

# Elements, attributes and addresses of our own pages never begin so.
MARK = "lx"

MARKUP = (
    "<u lx>",  # fits where little does
    "<lx-x>",
    "<script>lx()</script>",
    '"><script src=//lx.example></script>',
    "<img src=x onerror=lx()>",
    '" onfocus=lx() autofocus x="',
    "' onmouseover='lx()' x='",
    "` onclick=lx() `",
    "</title><lx-x>",
    "</textarea><lx-x>",
    "</script><lx-x>",
    "</option></select><lx-x>",
    "--><lx-x>",
    "]]><lx-x>",
    "<svg/onload=lx()>",
    "<lx-x/onclick=lx()//",
    '<math><mi xlink:href="javascript:lx()">',
    "javascript:lx()//",
    " \tjava\nscript:lx()",
    "data:text/html,<lx-x>",
    '<iframe srcdoc="<lx-x>">',
    "<base href=//lx.example>",
    "<meta http-equiv=refresh content=0;//lx.example>",
    "<form action=//lx.example><button>",
    "<style>@import '//lx.example'</style>",
    '<noscript><p title="</noscript><lx-x>">',
    "<details open ontoggle=lx()>",
    "&lt;lx-x&gt;",
    "&#60;lx-x&#62;",
    "%3Clx-x%3E",
    r"\u003clx-x\u003e",
    "＜lx-x＞",
    "+ADw-lx-x+AD4-",
    "<LX-X>",
    "{{7*7191}}${7*7191}#{7*7191}<%=7*7191%>",
    "{% for lx in [1] %}{{lx}}{{7*7191}}{% endfor %}",
)
RECKONED = "50337"  # what a template engine makes of 7*7191; no number of ours

# What is true and what is false, where it is taken for a part of the question: two of each kind.
QUESTIONS = (
    ("' OR '1'='1", "' OR '1'='2"),
    ("') OR ('1'='1", "') OR ('1'='2"),
    ("1 OR 1=1", "1 OR 1=2"),
    ("123456789x", "123456789y"),
    ("' OR 1=1 --", "' OR 1=2 --"),
    ("' UNION SELECT 1 WHERE 1=1 --", "' UNION SELECT 1 WHERE 1=2 --"),
    ("'||(SELECT CASE WHEN 1=1 THEN '' END)||'", "'||(SELECT CASE WHEN 1=2 THEN '' END)||'"),
    ('" OR "1"="1', '" OR "1"="2'),
    ("\\' OR 1=1 #", "\\' OR 1=2 #"),
    ("'; SELECT pg_sleep(9) --", "'; SELECT pg_sleep(0) --"),
    ("' AND abs(randomblob(900000000)) --", "' AND abs(randomblob(1)) --"),
    ("id DESC, (SELECT 1)", "id ASC, (SELECT 1)"),
    ("%%s %(x)s {0}", "%%d %(y)s {1}"),
    ("99999999999999999999", "88888888888888888888"),
)

# The value of an address that is to lead to another site, in the ways browsers take for one.
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "http:evil.example",
    "http:/evil.example",
    "https:///evil.example",
    "HtTpS://evil.example",
    "//evil.example@127.0.0.1",
    "//127.0.0.1@evil.example",
    "http://testserver@evil.example",
    "http://testserver.evil.example",
    "http://evil.example#testserver",
    "javascript:lx()",
    "data:text/html,lx",
    "//[::1]@evil.example",
    "/%0d%0aLocation://evil.example",
    "／／evil.example",
    "foo",
    "foo.bar/",
    "alerts",
    "lintel.notices.web.alerts.alerts",
)

# Who a request says it is for, when it is not for us.
HOSTS = (
    "evil.example",
    "evil.example:80",
    "testserver.evil.example",
    "testserver@evil.example",
    "evil.example#testserver",
    "testserver, evil.example",
    "[::1]evil.example",
    "evil.example\\testserver",
)


class Seen(HTMLParser):
    """What a browser would make of a page that no page of ours holds."""

    ADDRESSES = frozenset({"href", "src", "action", "formaction", "xlink:href", "poster", "data"})
    NEVER = frozenset({"iframe", "object", "embed", "base", "math", "style", "applet"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.foreign: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag.startswith(MARK) or tag in self.NEVER or (tag == "script" and "src" not in said):
            self.foreign.append(f"<{tag}>")
        if tag == "meta" and said.get("http-equiv"):
            self.foreign.append("<meta http-equiv>")
        for name, value in attrs:
            leads = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith(("on", MARK)) or name in {"srcdoc", "style"}:
                self.foreign.append(f"<{tag} {name}>")
            elif name in self.ADDRESSES and leads.startswith(
                ("javascript:", "data:", "vbscript:", f"//{MARK}")
            ):
                self.foreign.append(f"<{tag} {name}={leads[:30]}>")


class Forms(HTMLParser):
    """The forms of a page: where each is sent, what it sends of itself, and its boxes for text."""

    TEXT = frozenset({"text", "search", "email", "tel", "url", ""})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self.text: dict[str, str] = {}
        self._inside = ""
        self.feed(page)
        self.close()

    @property
    def longest(self) -> tuple[str, dict[str, str], dict[str, str]]:
        """The form with the most boxes."""
        return max(self.all, key=lambda form: len(form[2]), default=("", {}, {}))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name, kind = said.get("name", ""), said.get("type", "")
        if tag == "form":
            self.all.append((said.get("action", ""), {}, {}))
        if not name or not self.all:
            return
        _, sent, boxes = self.all[-1]
        if tag == "textarea":
            self._inside = name
            self.text[name] = boxes[name] = ""
        elif tag == "input" and kind in self.TEXT:
            self.text[name] = boxes[name] = said.get("value", "")
        elif (tag == "input" and kind == "hidden") or tag == "button":
            sent.setdefault(name, said.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.text[self._inside] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._inside = ""


def leads_away(location: str) -> bool:
    """Whether a browser that is sent there leaves this site."""
    read = re.sub(r"[\x00-\x1f]", "", location).strip().replace("\\", "/")
    return urlsplit(urljoin("http://testserver/page", read)).netloc != "testserver"


def wrong_with(answer: HttpResponse) -> list[str]:
    """What an answer holds that none may, whatever was asked and whoever asked."""
    headers = answer.headers
    policy = headers.get("Content-Security-Policy", "")
    is_closed = "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    found = {
        f"answers {answer.status_code}": answer.status_code >= 500,
        "may be framed, or run what is not ours": not is_closed or "unsafe" in policy,
        "may be taken for another type": headers.get("X-Content-Type-Options") != "nosniff",
        "tells others where somebody was": headers.get("Referrer-Policy")
        not in {"same-origin", "no-referrer"},
        "shares its window": headers.get("Cross-Origin-Opener-Policy") != "same-origin",
        "is kept by the browser": "no-store" not in headers.get("Cache-Control", ""),
    }
    wrong = [words for words, is_so in found.items() if is_so]
    if "text/html" in headers.get("Content-Type", ""):
        page = answer.content.decode()
        wrong += Seen(page).foreign
        wrong += ["was reckoned as a template"] if RECKONED in page else []
    return wrong
