"""What people write to the hub: narratives with gaps, by who is writing.

Invented, and written to sound like the people who send them. `{...}` is filled from the family;
`[a|b|c]` is one of several ways to say it, so that no two tellings read alike.
"""

from lintel.demo.narratives import community, education, health, police, public
from lintel.demo.narratives.shape import Narrative

__all__ = ["NARRATIVES", "Narrative"]

NARRATIVES: tuple[Narrative, ...] = (
    *police.NARRATIVES,
    *education.NARRATIVES,
    *health.NARRATIVES,
    *community.NARRATIVES,
    *public.NARRATIVES,
)
