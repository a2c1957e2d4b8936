"""A Slack for tests: people type and click, and a test says what they hear. Nothing in it sleeps.

    with slack(people=[{"name": "maria"}, {"name": "joe"}]) as workspace:
        workspace.runs(app)
        workspace.as_("maria").types("/dormant top50")
        [reply] = workspace.heard_by("maria")
        reply.button("Snooze").click()

What somebody does returns when the bot has acknowledged it, or Slack has given up waiting. What a bot does after its
acknowledgement, in threads of its own, is seen only when it calls. So `heard_by` waits until there is something new
to hear (for `at_least` so much of it) and then until it is quiet: no request open in either direction, nothing under
way, and nothing new for `settle` seconds. It gives up, with what went to and fro last, when `patience` is over.
`hears_nothing` waits for quiet alone. Whoever needs another condition waits for it with `workspace.until`.
"""

from playground.testing.hearing import Heard
from playground.testing.local import LocalSlack, slack
from playground.testing.raw import Reaction
from playground.testing.waiting import Silence

__all__ = ["Heard", "LocalSlack", "Reaction", "Silence", "slack"]
