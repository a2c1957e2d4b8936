"""What `docs/api.md` prints works as it stands, with the bot as it is started."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot import clock
from playground.testing import slack
from playground.testing.raw import request
from storage.tables import CustomerSource
from tests.bot.api.till import SECRET, YESTERDAY
from tests.business import classification, customer, remember

DOCUMENTED = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
REGULARS = (sys.executable, "-m", "bot")


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("openssl")), reason="curl and openssl are absent")
def test_the_documented_lines_tell_of_a_visit_in_socket_mode_too_until_the_bot_is_killed(sqlite_engine: Engine) -> None:
    known = CustomerSource(source="main", source_id="C-1007", customer_id=1)
    remember(sqlite_engine, customer(1), known, classification(as_of=YESTERDAY, started_at=clock.now()))
    url = sqlite_engine.url.render_as_string(hide_password=False)
    sqlite_engine.dispose()
    [lines] = re.findall(r"```sh\n(.*?)```", DOCUMENTED, re.DOTALL)

    with slack(patience=60) as workspace:
        bot = workspace.starts([*REGULARS, "run"], {"DATABASE_URL": url, "API_SECRET": SECRET})
        address = f"http://127.0.0.1:{workspace.slack.environment['PORT']}"
        workspace.until(lambda: listens(address), "it does not listen")
        environment = {"API_SECRET": SECRET, "REGULARS": address, "PATH": "/usr/bin:/bin"}
        command = ["sh", "-e", "-c", lines]
        ran = [subprocess.run(command, env=environment, capture_output=True, text=True, check=True) for _ in range(2)]
        workspace.running.look(bot.process.kill)
        workspace.until(lambda: not listens(address), "nobody takes the port from what the bot had started")

    assert [json.loads(one.stdout)["new"] for one in ran] == [1, 1], ran


def test_every_status_is_documented() -> None:
    for status in (400, 401, 404, 405, 409, 411, 413, 415, 422, 500, 503):
        assert re.search(rf"^\| (\d+, )*{status}\b", DOCUMENTED, re.MULTILINE), status


def listens(address: str) -> bool:
    """Say whether somebody listens, and is well."""
    try:
        return request("GET", f"{address}/healthz").status == 200
    except ConnectionError:
        return False
