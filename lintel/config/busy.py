"""A program whose answer would come too late is told at once to come again.

Other systems give up on an answer that does not come, and send again what is still waiting to be
read: the queue then grows for nobody. A burst that is soon over is answered, every one of it: only
when calls have waited too long for a while is anybody sent away. People's pages wait: what somebody
typed is not refused.
"""

from collections.abc import Callable
from time import monotonic

from django.http import HttpRequest, HttpResponse

from lintel.api.problems import problem
from lintel.config.receiving import WAITED

Answer = Callable[[HttpRequest], HttpResponse]

LONGEST_WAIT = 1.0  # seconds before anybody begins; with the answer itself it may be two
A_WHILE = 2.0  # seconds of such waits: what many do at one moment is over by then
AT_ONCE = 0.1  # seconds of a wait that show it is over


class Queue:
    """How long those who asked this process had to wait for a thread."""

    def __init__(self) -> None:
        self.too_long_since: float | None = None

    def sends_away(self, waited: float, *, now: float) -> bool:
        """Whether this one waited too long, as others have for a while; `now` in seconds of any
        clock that only goes on."""
        if waited <= AT_ONCE:
            self.too_long_since = None
        if waited <= LONGEST_WAIT:
            return False
        since = self.too_long_since
        if since is None:
            since = self.too_long_since = now
        return now - since >= A_WHILE


queue = Queue()  # of this process


class ComeAgain:
    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        away = queue.sends_away(request.environ.get(WAITED, 0.0), now=monotonic())
        if away and request.path.startswith("/api/"):
            return problem(request, 503, "More has come than is answered in time. Send it again.")
        return self.answer(request)
