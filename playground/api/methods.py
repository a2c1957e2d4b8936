"""Every method of the Web API that there is here. To add one, write it into the file of its family, METHODS too."""

from collections.abc import Mapping

from playground.api import apps, blocks, chat, conversations, files, history, membership, reactions, users, views
from playground.api.calling import Method

METHODS: Mapping[str, Method] = {
    **apps.METHODS,
    **blocks.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **history.METHODS,
    **membership.METHODS,
    **reactions.METHODS,
    **users.METHODS,
    **views.METHODS,
}
