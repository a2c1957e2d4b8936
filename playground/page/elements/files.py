"""Files to be sent along with a modal."""

from collections.abc import Iterable
from functools import partial

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from playground import shapes
from playground.page.parts import button, part
from playground.page.stage import Spot
from playground.uploading import MOST, complaint
from playground.workspace import File


def file_input(spot: Spot) -> Element:
    """Files, each uploaded as soon as it is chosen, and held until it is taken away again."""
    kinds, most = spot.element.get("filetypes") or (), spot.element.get("max_files", MOST)
    with part("span", "select select-many"):
        chips = part("span", "chips")
        accept = ",".join(f".{kind}" for kind in kinds) or None
        drawn = part("input", "field", type="file", multiple=most > 1, accept=accept, aria_label=spot.name)
        held = Held(spot, chips)
    held.draw()
    return drawn.on("change", held.add, js_handler=f"e => playground.upload(e.target, '{spot.stage.reader.id}', emit)")


class Held:
    """The files of an input."""

    def __init__(self, spot: Spot, chips: Element) -> None:
        self._spot, self._chips = spot, chips
        self._files = list(self._named(one["id"] for one in spot.value.get("files") or ()))

    async def add(self, event: GenericEventArguments) -> None:
        """Hold the files that have been uploaded too, unless the input does not take them."""
        together = [*self._files, *self._named(event.args)]
        if wrong := complaint(self._spot.element, together):
            self._spot.stage.say(wrong)
        else:
            await self._hold(together)

    async def remove(self, file: File) -> None:
        """Take a file away."""
        await self._hold([one for one in self._files if one is not file])

    def draw(self) -> None:
        """Show what is held, each with a cross."""
        self._chips.clear()
        with self._chips:
            for file in self._files:
                label = self._spot.stage.reader.says("Remove {name}", name=file.name)
                button(f"{file.name} ×", partial(self.remove, file), "chip", aria_label=label)

    async def _hold(self, files: list[File]) -> None:
        """Hold these files from now on."""
        self._files = files
        self.draw()
        await self._spot.choose(files=[shapes.file(self._spot.stage.slack, one) for one in files])

    def _named(self, ids: Iterable[str]) -> Iterable[File]:
        """Yield files by their ids."""
        known = self._spot.stage.slack.workspace.files
        return (known[one] for one in ids if one in known)
