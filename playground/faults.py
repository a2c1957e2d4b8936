"""What goes wrong on purpose, in either direction."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "ratelimited",
    "server_error",
    "timeout_before",
    "timeout_after",
    "lost_answer",
    "duplicate",
    "late",
    "dropped_socket",
]


@dataclass
class Fault:
    """Something that goes wrong the next `times` times that it can."""

    kind: Kind
    of: str = ""
    """Which requests: a method (`chat.postMessage`), or what goes to the bot (`event`, `/dormant`); empty: any."""
    times: int = 1
    seconds: float = 1.0
    """For what takes or asks for time: how long."""


@dataclass
class Faults:
    """The faults that are switched on."""

    waiting: list[Fault] = field(default_factory=list)

    def switch_on(self, fault: Fault) -> None:
        """Let something go wrong from now on."""
        self.waiting.append(fault)

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self.waiting.clear()

    def due(self, of: str, *kinds: Kind) -> Fault | None:
        """Return the fault that happens to this request, used up by one; None if it goes well."""
        for fault in self.waiting:
            if fault.kind in kinds and fault.of in ("", of):
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                return fault
        return None
