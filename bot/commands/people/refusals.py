"""Why something about people cannot be done."""

from bot.errors import BotError, Denied
from bot.telling.blocks import plain


class NeverOfTheTeam(BotError):
    """Somebody is to be of the team who is a guest, a bot, or of another workspace."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "{name} cannot be of the sales team: no guest, no bot, nobody of another workspace can.", name=plain(name)
        )


class Taken(BotError):
    """A Slack account is somebody's already."""

    def __init__(self, handle: str, name: str) -> None:
        super().__init__("@{handle} is {name} already: `/people set` changes them.", handle=handle, name=plain(name))


class AddressTaken(BotError):
    """An e-mail address is somebody's already."""

    def __init__(self, address: str, name: str) -> None:
        super().__init__("{address} is the address of {name} already.", address=plain(address), name=plain(name))


class ByGroup(BotError):
    """What a user group gives is to be changed by hand."""

    def __init__(self, name: str, handle: str) -> None:
        super().__init__(
            "The user group @{handle} says that of {name}: take them out of it in Slack, or change what it gives with "
            "`/people group`.",
            name=plain(name),
            handle=handle,
        )


class OwnLead(BotError):
    """Somebody is to report to themselves, or to one who reports to them."""

    def __init__(self, name: str) -> None:
        super().__init__("{name} would report to themselves.", name=plain(name))


class OnlyOurs(Denied):
    """A guest, a bot or somebody of another workspace asks to be let in."""

    def __init__(self) -> None:
        super().__init__("I answer the people of one sales team: no guests, and nobody of another workspace.")


class NotYetKnown(Denied):
    """Somebody asks to be let in of whom Slack has not told yet."""

    def __init__(self) -> None:
        super().__init__("Slack has not told me yet who you are. Please ask again in a minute.")


class NobodyDecides(Denied):
    """Somebody asks to be let in, and there is nobody to decide."""

    def __init__(self) -> None:
        super().__init__("There is nobody yet who could let you in: whoever runs me names administrators in ADMINS.")


class Inside(BotError):
    """Somebody asks to be let in who is of the team."""

    def __init__(self) -> None:
        super().__init__("You are of the sales team already. Type `/customer help` to begin.")


class NoSuchRequest(BotError):
    """Nobody of that account asks to be let in."""

    def __init__(self) -> None:
        super().__init__("There is no such request: `/people requests` shows them.")


class Decided(BotError):
    """Somebody else has decided about a request."""

    def __init__(self, name: str, by: str, *, granted: bool) -> None:
        told = {"name": plain(name), "by": plain(by)}
        if granted:
            super().__init__("{by} has let {name} in already.", **told)
        else:
            super().__init__("{by} has refused {name} already.", **told)


class NotFree(BotError):
    """Somebody of the team is said to be who asks, and has a Slack account, or has left."""

    def __init__(self, name: str) -> None:
        super().__init__("{name} has a Slack account already, or has left the team.", name=plain(name))


class PartOfItself(BotError):
    """A team is to be part of itself."""

    def __init__(self, name: str) -> None:
        super().__init__("“{name}” would be part of itself.", name=plain(name))


class NameTooLong(BotError):
    """A team's name is too long to be read."""

    def __init__(self, most: int) -> None:
        super().__init__("A team's name has at most {most} letters.", most=most)
