"""What is done as soon as it can be: alerts are announced, messages delivered. To add more, list it in `tasks`."""

import logging
from collections.abc import Callable, Sequence
from threading import Event, Thread

from slack_sdk import WebClient
from sqlalchemy.exc import OperationalError

from bot import clock
from bot.jobs.announce import announce
from bot.jobs.deliver import Delivery
from bot.settings import Settings
from bot.slack.pace import Patience
from bot.slack.posting import Posting
from storage.database import Sessions

LOOK_SECONDS = 0.25
"""How often it is looked whether there is something to do."""

AFTER_FAILURE_SECONDS = 5.0

Task = Callable[[], bool]
"""Does a little of what is to be done, and says whether there was anything; several workers may do it at once."""

log = logging.getLogger(__name__)


def tasks(sessions: Sessions, settings: Settings, patience: Patience | None = None) -> tuple[Task, ...]:
    """Return all that a worker does: nothing as long as Slack is not connected."""
    if not settings.slack_bot_token:
        log.warning("Slack is not connected: nothing is announced or delivered")
        return ()
    patience = patience or Patience()
    token, address = settings.slack_bot_token, f"{settings.slack_api_url}/"
    client = WebClient(token, base_url=address, timeout=patience.call, retry_handlers=[])  # type: ignore[arg-type]
    delivery = Delivery(sessions, settings, Posting(client), patience)
    return (lambda: announce(clock.now(), sessions=sessions, zone=settings.time_zone), delivery.once)


class Worker:
    """A thread that works from `start` to `stop`."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._tasks = tasks
        self._stopping = Event()
        self._thread = Thread(target=self._work, name="worker", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, when what is being done is done."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        """Do what there is to do, and look again."""
        while not self._stopping.is_set():
            did = [self._does(task) for task in self._tasks]
            if not any(did):
                self._stopping.wait(LOOK_SECONDS)

    def _does(self, task: Task) -> bool:
        """Do a task; say whether there was anything. One that fails is tried again after a while."""
        try:
            return task()
        except OperationalError as failure:
            log.warning("The database is busy or away: %s", failure.orig)
        except Exception:
            log.exception("The worker goes on after a failure")
        self._stopping.wait(AFTER_FAILURE_SECONDS)
        return False
