"""What people hear of an answer, and of what came beside it."""

from playground.testing import Heard
from playground.testing.people import Actor


def answer_and_beside(actor: Actor) -> tuple[Heard, Heard]:
    """Return the answer that somebody alone sees, and what else they heard: Slack keeps no order between the two."""
    beside, answer = sorted(actor.hears(at_least=2), key=lambda one: one.is_ephemeral)
    return answer, beside
