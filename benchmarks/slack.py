"""Answering Slack over HTTP: `python -m benchmarks.slack [--requests N] [--people N]`.

Ours beside stock Bolt with its own WSGI adapter and defaults, both under gunicorn with the same threads, both answering
the same command in the acknowledgement; ours also looks up who asks. Then many people ask something slow at once.
"""

import argparse
import hashlib
import hmac
import itertools
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from statistics import median, quantiles
from urllib.parse import urlencode
from wsgiref.types import WSGIApplication

from slack_bolt import Ack, App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult

from bot.question import Question, Reply
from bot.settings import Settings
from bot.slack import app, web
from storage import database

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
SLOW_SECONDS = 4
TRIGGERS = itertools.count()


def quick(question: Question) -> Reply:
    """Answer at once."""
    return Reply(f"You asked {question.words}.")


def slow(question: Question) -> Reply:
    """Answer after a while."""
    time.sleep(SLOW_SECONDS)
    return quick(question)


def ours(url: str) -> WSGIApplication:
    """Return the bot, on a database in which the asker is looked up."""
    engine = database.connect(url)
    settings = Settings(slack_signing_secret=SECRET)
    commands = {"/quick": quick, "/slow": slow}
    built = app.build(commands=commands, sessions=database.sessions(engine), settings=settings)
    return web.application(built, signing_secret=SECRET, healthy=lambda: True)


def stock(_: str) -> WSGIApplication:
    """Return an app as Bolt's guide writes it; who it is needs no question to Slack."""
    plain = App(signing_secret=SECRET, authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1"))

    @plain.command("/quick")
    def quick_command(ack: Ack, command: dict[str, str]) -> None:
        ack(f"You asked {command['text']}.")

    @plain.command("/slow")
    def slow_command(ack: Ack) -> None:
        ack("Working on it…")
        time.sleep(SLOW_SECONDS)

    handler: WSGIApplication = SlackRequestHandler(plain)
    return handler


def main() -> None:
    """Measure both and print the figures side by side."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--requests", type=int, default=3000)
    parser.add_argument("--people", type=int, default=40)
    wanted = parser.parse_args()
    for name, build in (("ours", ours), ("stock Bolt", stock)):
        with tempfile.TemporaryDirectory() as folder, served(build, f"sqlite:///{folder}/regulars.db") as port:
            with ThreadPoolExecutor(8) as threads:
                began = time.perf_counter()
                quickly = list(threads.map(lambda _: ask(port, "/quick"), range(wanted.requests)))
                rate = wanted.requests / (time.perf_counter() - began)
            with ThreadPoolExecutor(wanted.people) as threads:
                slowly = list(threads.map(lambda _: ask(port, "/slow"), range(wanted.people)))
        told = f"{rate:,.0f} requests/s, median {median(quickly):.4f} s, 99 % {quantiles(quickly, n=100)[-1]:.4f} s"
        failed = slowly.count(float("inf"))
        last = f"{failed} failed" if failed else f"the last acknowledged after {max(slowly):.2f} s"
        print(f"{name:>10}: {told}; {wanted.people} slow at once: {last}")


def ask(port: int, command: str) -> float:
    """Send a signed command; return the seconds until its acknowledgement."""
    words = {"command": command, "text": "Acme", "user_id": "U1", "team_id": "T1", "trigger_id": str(next(TRIGGERS))}
    body, stamp = urlencode(words), str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "content-type": web.FORM,
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={digest}",
    }
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    began = time.perf_counter()
    connection.request("POST", web.PATH, body, headers)
    status = connection.getresponse().status
    connection.close()
    return time.perf_counter() - began if status == 200 else float("inf")


@contextmanager
def served(build: Callable[[str], WSGIApplication], url: str) -> Iterator[int]:
    """Serve an application under gunicorn in a process of its own; yield its port."""
    database.upgrade(database.connect(url))
    port = 20_000 + os.getpid() % 20_000
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(build, url, port))
    process.start()
    while not answers(port):
        time.sleep(0.1)
    yield port
    process.terminate()
    process.join()


def serve(build: Callable[[str], WSGIApplication], url: str, port: int) -> None:
    """Serve in this process, silently."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    web.serve(lambda: build(url), port=port)


def answers(port: int) -> bool:
    """Say whether the server is there and answers a question."""
    try:
        return ask(port, "/quick") < float("inf")
    except OSError:
        return False


if __name__ == "__main__":
    main()
