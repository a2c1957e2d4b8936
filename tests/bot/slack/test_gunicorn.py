"""The bot served by gunicorn in a process of its own."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from tests.bot.slack.slack_double import PATIENCE, Bot, slack


def test_an_answer_promised_before_the_process_is_stopped_still_goes_out(sqlite_engine: Engine, tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    url = sqlite_engine.url.render_as_string(hide_password=False)
    with slack() as double, served(double.api_url, url, str(fifo)) as (process, bot):
        assert bot.request("GET", "/healthz").status == 200
        assert bot.command("/quick", "Acme").message["text"] == "quick Acme"
        assert bot.command("/slow", response_url=f"{double.url}/respond").message["text"] == "Working on it…"

        process.send_signal(signal.SIGTERM)
        fifo.write_text("slow but sure")

        assert double.take("/respond").body["text"] == "slow but sure"
        rest, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        assert "left" in rest


@contextmanager
def served(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], Bot]]:
    """Run the bot under gunicorn for the length of the block."""
    command = [sys.executable, "-m", "tests.bot.slack.served", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert process.stdout
            listening = (re.search(r"Listening at: http://[\d.]+:(\d+)", line) for line in process.stdout)
            yield process, Bot(next(int(found[1]) for found in listening if found))
        finally:
            process.terminate()
