"""A program whose answer would come too late is told at once to come again.

Other systems give up on an answer that does not come, and send again what is still waiting to be
read: the queue then grows for nobody. A burst that is soon over is answered, every one of it: only
when the wait has been too long for a while is anybody sent away. People's pages wait: what somebody
typed is not refused.
"""

from collections.abc import Callable
from time import monotonic

from django.http import HttpRequest, HttpResponse

from lintel.api.problems import problem

Answer = Callable[[HttpRequest], HttpResponse]

LONGEST_WAIT = 1.0  # seconds before anybody begins; with the answer itself it may be two
A_WHILE = 2.0  # seconds of such waits: what many do at one moment is over by then
NEWEST_COUNTS = 0.1


class Queue:
    """Who waits in this process, and for how long, from how long the last answers took."""

    def __init__(self) -> None:
        self.waiting: Callable[[], int] = lambda: 0
        self.threads = 1
        self.usual = 0.0  # seconds of one answer, the newest counting most
        self.too_long_since: float | None = None

    def is_at(self, waiting: Callable[[], int], *, threads: int) -> None:
        """Where to ask how many wait, and how many are answered at once."""
        self.waiting, self.threads = waiting, threads

    def took(self, seconds: float) -> None:
        # One that is long, like a large file, says little of those that wait.
        self.usual += NEWEST_COUNTS * (min(seconds, LONGEST_WAIT) - self.usual)

    def seconds_to_wait(self) -> float:
        return self.waiting() * self.usual / self.threads

    def sends_away(self, *, now: float) -> bool:
        """Whether the wait is too long and has been for a while; `now` in seconds of any clock that
        only goes on."""
        if self.seconds_to_wait() <= LONGEST_WAIT:
            self.too_long_since = None
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
        began = monotonic()
        if request.path.startswith("/api/") and queue.sends_away(now=began):
            return problem(request, 503, "More has come than is answered in time. Send it again.")
        try:
            return self.answer(request)
        finally:
            queue.took(monotonic() - began)
