"""views.*: the official client opens, pushes, updates and publishes."""

from datetime import timedelta
from typing import Any

import pytest

from playground.manifest import Manifest
from tests.playground.api.conftest import Judge, refused


def text(value: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": value}


def modal(title: str = "Ask", **more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": text(title), "blocks": [{"type": "section", "text": text("Hello")}], **more}


HOME = {"type": "home", "blocks": [{"type": "section", "text": text("Hello")}]}
INPUT = {"type": "input", "label": text("Name"), "element": {"type": "plain_text_input", "initial_value": "Acme"}}


class TestOpening:
    def test_a_modal_looks_as_slack_shows_it(self, slack: Judge) -> None:
        view = slack.bot.views_open(trigger_id=slack.trigger("maria"), view=modal(callback_id="ask"))["view"]
        assert [one.id for one in slack.workspace.modals[slack.person("maria").id]] == [view["id"]]
        assert (view["type"], view["callback_id"], view["private_metadata"]) == ("modal", "ask", "")
        assert view["root_view_id"] == view["id"]
        assert view["previous_view_id"] is None
        assert view["hash"]
        assert view["state"] == {"values": {}}
        assert view["blocks"][0]["block_id"]
        assert (view["app_id"], view["bot_id"]) == (slack.workspace.app_id, slack.workspace.bot_id)

    def test_inputs_begin_with_what_the_bot_gave_them(self, slack: Judge) -> None:
        content = modal(submit=text("Go"), blocks=[INPUT])
        view = slack.bot.views_open(trigger_id=slack.trigger("maria"), view=content)["view"]
        [[value]] = [list(block.values()) for block in view["state"]["values"].values()]
        assert value == {"type": "plain_text_input", "value": "Acme"}

    def test_a_trigger_opens_one_modal(self, slack: Judge) -> None:
        trigger = slack.trigger("maria")
        slack.bot.views_open(trigger_id=trigger, view=modal())
        with refused("exchanged_trigger_id"):
            slack.bot.views_open(trigger_id=trigger, view=modal())

    def test_a_trigger_lasts_three_seconds(self, slack: Judge) -> None:
        trigger = slack.trigger("maria")
        slack.running.look(slack.slack.clock.move, timedelta(seconds=3.1))
        with refused("expired_trigger_id"):
            slack.bot.views_open(trigger_id=trigger, view=modal())

    def test_a_made_up_trigger_is_invalid(self, slack: Judge) -> None:
        with refused("invalid_arguments") as answer:
            slack.bot.views_open(trigger_id="12345.98765.abcd", view=modal())
        assert answer["response_metadata"]["messages"] == ["invalid `trigger_id`"]

    def test_a_view_that_slack_refuses_leaves_the_trigger_as_it_was(self, slack: Judge) -> None:
        trigger = slack.trigger("maria")
        with refused("invalid_arguments") as answer:
            slack.bot.views_open(trigger_id=trigger, view=modal(title="Longer than any title may be"))
        assert any("/view/title" in message for message in answer["response_metadata"]["messages"])
        assert slack.bot.views_open(trigger_id=trigger, view=modal())["ok"]

    def test_a_view_may_not_be_too_large(self, slack: Judge) -> None:
        rows = [{"type": "section", "text": text("x" * 3000)}] * 100
        with refused("view_too_large"):
            slack.bot.views_open(trigger_id=slack.trigger("maria"), view=modal(blocks=rows))

    def test_a_view_is_needed_and_it_must_be_a_modal(self, slack: Judge) -> None:
        with refused("invalid_arguments"):
            slack.bot.api_call("views.open", json={"trigger_id": slack.trigger("maria")})
        with refused("invalid_arguments"):
            slack.bot.views_open(trigger_id=slack.trigger("maria"), view=HOME)


class TestPushing:
    def test_three_modals_lie_on_each_other(self, slack: Judge) -> None:
        first = slack.bot.views_open(trigger_id=slack.trigger("maria"), view=modal())["view"]
        slack.bot.views_push(trigger_id=slack.trigger("maria"), view=modal("Two"))
        third = slack.bot.views_push(trigger_id=slack.trigger("maria"), view=modal("Three"))["view"]
        assert third["root_view_id"] == first["id"]
        assert third["previous_view_id"] not in (first["id"], None)
        with refused("push_limit_reached"):
            slack.bot.views_push(trigger_id=slack.trigger("maria"), view=modal("Four"))


class TestUpdating:
    def test_a_modal_changes_and_so_does_its_hash(self, slack: Judge) -> None:
        old = slack.bot.views_open(trigger_id=slack.trigger("maria"), view=modal())["view"]
        new = slack.bot.views_update(view_id=old["id"], hash=old["hash"], view=modal("Done"))["view"]
        assert new["title"]["text"] == "Done"
        assert new["hash"] != old["hash"]
        with refused("hash_conflict"):
            slack.bot.views_update(view_id=old["id"], hash=old["hash"], view=modal("Late"))
        assert slack.bot.views_update(view_id=old["id"], view=modal("Anyway"))["view"]["title"]["text"] == "Anyway"

    def test_a_modal_may_be_called_by_a_name_of_the_bots_own(self, slack: Judge) -> None:
        view = slack.bot.views_open(trigger_id=slack.trigger("maria"), view=modal(external_id="mine"))["view"]
        content = modal("Done", external_id="mine")
        assert slack.bot.views_update(external_id="mine", view=content)["view"]["id"] == view["id"]
        with refused("duplicate_external_id"):
            slack.bot.views_open(trigger_id=slack.trigger("joe"), view=modal(external_id="mine"))

    def test_a_modal_that_is_closed_is_not_found(self, slack: Judge) -> None:
        view = slack.bot.views_open(trigger_id=slack.trigger("maria"), view=modal())["view"]
        slack.workspace.modals.clear()
        with refused("not_found"):
            slack.bot.views_update(view_id=view["id"], view=modal())
        with refused("invalid_arguments"):
            slack.bot.api_call("views.update", json={"view": modal()})


class TestPublishing:
    def test_everybody_has_a_home_of_their_own(self, slack: Judge) -> None:
        maria, joe = slack.person("maria").id, slack.person("joe").id
        first = slack.bot.views_publish(user_id=maria, view=HOME)["view"]
        again = slack.bot.views_publish(user_id=maria, view=HOME, hash=first["hash"])["view"]
        slack.bot.views_publish(user_id=joe, view=HOME)
        assert again["id"] == first["id"]
        assert slack.workspace.homes.keys() == {maria, joe}
        with refused("hash_conflict"):
            slack.bot.views_publish(user_id=maria, view=HOME, hash=first["hash"])

    def test_nobody_else_has_one(self, slack: Judge) -> None:
        with refused("invalid_arguments") as answer:
            slack.bot.views_publish(user_id="U000", view=HOME)
        assert answer["response_metadata"]["messages"] == ["[ERROR] invalid `user_id`"]

    def test_a_home_is_no_modal(self, slack: Judge) -> None:
        with refused("invalid_arguments"):
            slack.bot.views_publish(user_id=slack.person("maria").id, view=modal())

    class TestWithoutHome:
        @pytest.fixture
        def manifest(self) -> Manifest:
            return Manifest("Regulars", home=False)

        def test_an_app_without_a_home_publishes_none(self, slack: Judge) -> None:
            with refused("not_enabled"):
                slack.bot.views_publish(user_id=slack.person("maria").id, view=HOME)
