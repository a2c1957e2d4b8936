"""Answers that are shown to others."""

from bot.locale import CHINESE, ENGLISH
from bot.question import Asker, Reply
from bot.slack.sharing import done, offered, shared, withdrawn
from bot.telling import blocks

ANSWER = blocks.paragraph("*Acme* is *MVC*.")
END = blocks.remark("Data as of today.")
PLAIN = Reply("Acme is MVC.", blocks.reply("", ANSWER, END).blocks, again="/customer tier id:1")
BUTTONED = Reply(
    "Acme is MVC.", blocks.reply("", ANSWER, blocks.buttons({"Why?": "/customer why id:1"}), END).blocks, again="/x"
)


def kinds(reply: Reply) -> list[str]:
    """Return the kinds of a reply's blocks."""
    return [block["type"] for block in reply.blocks]


def test_the_button_asks_the_same_again_after_asking_whether_that_is_meant() -> None:
    reply = offered(PLAIN, ENGLISH)
    (button,) = reply.blocks[1]["elements"]
    assert kinds(reply) == ["section", "actions", "context"]
    assert (button["action_id"], button["value"], button["text"]["text"]) == ("share", "/customer tier id:1", "Share")
    assert button["confirm"]["title"]["text"] == "Share with this channel?"
    assert offered(PLAIN, CHINESE).blocks[1]["elements"][0]["text"]["text"] == "分享"


def test_the_button_stands_beside_the_others() -> None:
    reply = offered(BUTTONED, ENGLISH)
    assert kinds(reply) == ["section", "actions", "context"]
    assert [button["text"]["text"] for button in reply.blocks[1]["elements"]] == ["Why?", "Share"]
    assert len(BUTTONED.blocks[1]["elements"]) == 1


def test_everybody_sees_who_shared_it_and_no_buttons() -> None:
    reply = shared(BUTTONED, ENGLISH, by=Asker(name="<!here> Ann"))
    assert kinds(reply) == ["context", "section", "context"]
    assert reply.text == "Shared by &lt;!here&gt; Ann: Acme is MVC."
    assert reply.blocks[0]["elements"][0]["text"] == "Shared by &lt;!here&gt; Ann:"
    assert shared(PLAIN, ENGLISH, by=Asker(slack_id="U1")).text.startswith("Shared by <@U1>:")


def test_whoever_shared_it_keeps_the_other_buttons_and_reads_that_it_is_done() -> None:
    reply = done(BUTTONED, ENGLISH)
    assert kinds(reply) == ["section", "actions", "context", "context"]
    assert reply.blocks[2]["elements"][0]["text"] == "You shared this with the channel."
    assert reply.blocks[-1] == BUTTONED.blocks[-1]


def test_where_nobody_else_is_the_button_goes() -> None:
    for reply in (PLAIN, BUTTONED):
        assert withdrawn({"text": "x", "blocks": offered(reply, ENGLISH).blocks})["blocks"] == list(reply.blocks)
    assert withdrawn({"text": "x"}) == {"text": "x"}
