"""A program whose answer would come too late is told at once to come again.

Other systems give up on an answer that does not come, and send again what is still waiting to be
read: the queue then grows for nobody. People's pages wait: what somebody typed is not refused.
"""

from collections.abc import Callable
from time import monotonic

from django.http import HttpRequest, HttpResponse

from lintel.api.problems import problem

Answer = Callable[[HttpRequest], HttpResponse]

LONGEST_WAIT = 1.0  # seconds before anybody begins; with the answer itself it may be two
NEWEST_COUNTS = 0.1


class Queue:
    """Who waits in this process, and for how long, from how long the last answers took."""

    def __init__(self) -> None:
        self.waiting: Callable[[], int] = lambda: 0
        self.threads = 1
        self.usual = 0.0  # seconds of one answer, the newest counting most

    def is_at(self, waiting: Callable[[], int], *, threads: int) -> None:
        """Where to ask how many wait, and how many are answered at once."""
        self.waiting, self.threads = waiting, threads

    def took(self, seconds: float) -> None:
        # One that is long, like a large file, says little of those that wait.
        self.usual += NEWEST_COUNTS * (min(seconds, LONGEST_WAIT) - self.usual)

    def seconds_to_wait(self) -> float:
        return self.waiting() * self.usual / self.threads


queue = Queue()  # of this process


class ComeAgain:
    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/") and queue.seconds_to_wait() > LONGEST_WAIT:
            return problem(request, 503, "More has come than is answered in time. Send it again.")
        began = monotonic()
        try:
            return self.answer(request)
        finally:
            queue.took(monotonic() - began)
