"""`regulars run`: everything in one process."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.bot.slack.slack_double import slack


def test_run_makes_the_tables_answers_in_socket_mode_and_stops_when_told(tmp_path: Path) -> None:
    with slack() as double:
        environment = {
            "DATABASE_URL": f"sqlite:///{tmp_path / 'regulars.db'}",
            "SLACK_API_URL": double.api_url,
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_APP_TOKEN": "xapp-1",
        }
        command = [sys.executable, "-m", "bot", "run"]
        with subprocess.Popen(command, env={**os.environ, **environment}, stderr=subprocess.PIPE) as process:
            try:
                payload = {"command": "/customer", "text": "help", "user_id": "U1", "channel_id": "C1"}
                double.push({"type": "slash_commands", "envelope_id": "e1", "payload": payload}, patience=60)
                assert "/customer tier NAME" in double.take("/socket", patience=60).body["payload"]["text"]
            finally:
                process.send_signal(signal.SIGTERM)
                _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said.decode()
