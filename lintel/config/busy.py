"""A program whose answer would come too late is told at once to come again.

Other systems give up on an answer that does not come, and send again what is still waiting to be
read: the queue then grows for nobody. A burst that is soon over is answered, every one of it: only
when the wait has been too long for a while is anybody sent away. People's pages wait: what somebody
typed is not refused.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from lintel.api.problems import problem
from lintel.config.receiving import WAITED

Answer = Callable[[HttpRequest], HttpResponse]

LONGEST_WAIT = 1.0  # seconds before anybody begins; with the answer itself it may be two


class ComeAgain:
    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        too_late = request.environ.get(WAITED, 0.0) > LONGEST_WAIT
        if too_late and request.path.startswith("/api/"):
            return problem(request, 503, "More has come than is answered in time. Send it again.")
        return self.answer(request)
