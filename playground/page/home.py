"""The app's Home, as it shows itself to one person."""

from playground import acting
from playground.acting import InView
from playground.page import blocks
from playground.page.parts import part
from playground.page.redrawing import Region
from playground.page.screen import Screen
from playground.page.stage import Stage
from playground.workspace import View


def home(screen: Screen) -> Region[object]:
    """Draw Home, again whenever the app publishes it anew."""
    element = part("div", "home", tabindex=0, role="region", aria_label=screen.says("Home"))

    def view() -> View | None:
        return screen.slack.workspace.homes.get(screen.person)

    def looks() -> object:
        shown = view()
        return shown and (shown.id, shown.hash, dict(shown.warnings))

    return Region(element, looks, lambda _: _draw(screen, view()))


def _draw(screen: Screen, view: View | None) -> None:
    """Draw what the app has published, or say that it has not."""
    if view is None:
        part("p", "hint", screen.says("The app has published no Home for you yet."))
        return
    place = InView(view.id)
    values = acting.values(screen.slack, place)
    stage = Stage(screen.slack, screen.reader, place, screen.say, values=values, warnings=view.warnings)
    blocks.draw(view.content.get("blocks", ()), stage)
