"""The bot as gunicorn serves it, for tests: `python -m tests.bot.slack.served API_URL DATABASE_URL FIFO`."""

import logging
import sys
from pathlib import Path
from wsgiref.types import WSGIApplication

from bot.question import Question, Reply
from bot.settings import Settings
from bot.slack import app, web
from storage import database
from tests.bot.slack.slack_double import SECRET


def main(api_url: str, database_url: str, fifo: str) -> None:
    """Serve two commands on a free port; `/slow` answers with what is written into `fifo`."""

    def quick(question: Question) -> Reply:
        return Reply(f"quick {question.words}")

    def slow(_: Question) -> Reply:
        return Reply(Path(fifo).read_text())

    def load() -> WSGIApplication:
        engine = database.connect(database_url)
        settings = Settings(slack_bot_token="xoxb-1", slack_signing_secret=SECRET, slack_api_url=api_url)
        commands = {"/quick": quick, "/slow": slow}
        built = app.build(commands=commands, sessions=database.sessions(engine), settings=settings)
        return web.application(built, signing_secret=SECRET, healthy=lambda: web.reachable(engine))

    web.serve(load, port=0, leave=lambda: logging.getLogger().warning("left"))


if __name__ == "__main__":
    main(*sys.argv[1:])
