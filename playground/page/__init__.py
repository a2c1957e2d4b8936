"""The page: a Slack in the browser, one window for each person, drawn by NiceGUI on the event loop of the server.

`mount` adds it to the application that answers the bot. Everything it needs comes from the packages: nothing is fetched
from elsewhere, nothing is built. NiceGUI keeps its pages for the whole process, so there is one page in a process.
"""

import json
import re
from pathlib import Path
from urllib.parse import urlencode

from nicegui import ui
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from playground.page.window import window
from playground.slack import Slack
from playground.uploading import uploads

FOLDER = Path(__file__).parent / "static"

WINDOW = re.compile(r"/as/([^/?#]+)")

HEAD = """\
<link rel="stylesheet" href="/page/static/style.css">
<script src="/page/static/page.js"></script>
"""


def mount(application: Starlette, slack: Slack) -> None:
    """Add the page to an application: `/` leads to `/as/NAME`, the window of a person.

    The application has to be served with its lifespan, in which NiceGUI starts and stops.
    """

    async def uploaded(request: Request) -> Response:
        return await _uploaded(slack, request)

    application.router.routes += [
        Route("/", lambda _: RedirectResponse(f"/as/{_first(slack)}")),
        Route("/archives/{channel}/p{digits:int}", lambda request: _message(slack, request)),
        Route("/page/uploads/{person}/{name}", uploaded, methods=["POST"]),
        Route("/page/files/{file_id}", lambda request: _file(slack, request)),
        Mount("/page/static", StaticFiles(directory=FOLDER)),
    ]

    @ui.page("/as/{name}")
    def person(name: str, request: Request) -> None:
        ui.add_head_html(HEAD)
        try:
            who = slack.workspace.named(name)
        except KeyError:
            ui.navigate.to("/")
        else:
            ui.add_head_html(f"<script>document.documentElement.lang = {json.dumps(who.locale)}</script>")
            window(slack, who, request.query_params)

    ui.run_with(
        application,  # type: ignore[arg-type]  # of FastAPI it uses nothing that Starlette has not
        title=slack.workspace.team.name,
        favicon="💬",
        dark=None,
        tailwind=False,
        binding_refresh_interval=None,
        show_welcome_message=False,
    )


def _first(slack: Slack) -> str:
    """Return the name of the first person."""
    return next(one.name for one in slack.workspace.people.values() if not one.is_bot)


def _message(slack: Slack, request: Request) -> Response:
    """Lead from a message's permalink to where it stands, before the eyes of whoever followed the link."""
    name = WINDOW.search(request.headers.get("referer", ""))
    thread = {"thread": request.query_params["thread_ts"]} if "thread_ts" in request.query_params else {}
    where = urlencode({"channel": request.path_params["channel"], **thread})
    return RedirectResponse(f"/as/{name[1] if name else _first(slack)}?{where}")


async def _uploaded(slack: Slack, request: Request) -> Response:
    """Take a file of somebody's, and return its id."""
    file = uploads(slack, request.path_params["person"], request.path_params["name"], await request.body())
    return PlainTextResponse(file.id)


def _file(slack: Slack, request: Request) -> Response:
    """Return a file to be downloaded."""
    file = slack.workspace.files.get(request.path_params["file_id"])
    if file is None or file.content is None:
        return PlainTextResponse("There is no such file.", 404)
    return Response(file.content, media_type="application/octet-stream")
