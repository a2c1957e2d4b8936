"""What a bot may answer when a view is submitted, or when a menu asks for options."""

import pytest

from playground.limits import Complaint, options, response_action
from tests.playground.limits.parts import asked, home, modal, option, plain, section
from tests.playground.limits.parts import options as so_many

SUBMITTED = modal(
    asked({"type": "plain_text_input"}, block_id="name"), section(block_id="more"), asked({"type": "plain_text_input"})
)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "",
        {},
        {"response_action": "clear"},
        {"response_action": "errors", "errors": {"name": "Please say more."}},
        {"response_action": "update", "view": modal(section())},
        {"response_action": "push", "view": modal()},
    ],
)
def test_an_answer_to_a_submission_passes(answer: object) -> None:
    assert response_action(answer, SUBMITTED) == []


@pytest.mark.parametrize(
    ("answer", "where", "what"),
    [
        ([], "", "must provide an object"),
        ({"text": "x"}, "/response_action", "must be a valid enum value"),
        ({"response_action": "close"}, "/response_action", "must be a valid enum value"),
        ({"response_action": ["clear"]}, "/response_action", "must be a valid enum value"),
        ({"response_action": "clear", "view": modal()}, "", "invalid additional property: view"),
        ({"response_action": "errors"}, "", "missing required field: errors"),
        ({"response_action": "errors", "errors": {}}, "/errors", "must provide an object"),
        ({"response_action": "errors", "errors": ["name"]}, "/errors", "must provide an object"),
        ({"response_action": "errors", "errors": {"name": ""}}, "/errors/name", "must be more than 0 characters"),
        ({"response_action": "errors", "errors": {"name": None}}, "/errors/name", "must provide a string"),
        (
            {"response_action": "errors", "errors": {"more": "x"}},
            "/errors/more",
            "no input block has the block_id: more",
        ),
        ({"response_action": "push"}, "", "missing required field: view"),
        ({"response_action": "update", "view": home()}, "/view/type", "unsupported type: home"),
        ({"response_action": "update", "view": modal(1)}, "/view/blocks/0", "must provide an object"),  # type: ignore[arg-type]
    ],
)
def test_a_wrong_answer_to_a_submission_says_why(answer: object, where: str, what: str) -> None:
    assert response_action(answer, SUBMITTED) == [Complaint(where, what)]


@pytest.mark.parametrize("view", [{}, {"blocks": None}, {"blocks": ["x", {"type": "input"}]}])
def test_a_view_without_inputs_takes_no_errors(view: dict[str, object]) -> None:
    wrong = response_action({"response_action": "errors", "errors": {"name": "x"}}, view)
    assert wrong == [Complaint("/errors/name", "no input block has the block_id: name")]


@pytest.mark.parametrize(
    "answer",
    [
        {"options": []},
        {"options": so_many(100)},
        {"option_groups": [{"label": plain(), "options": so_many(1)}] * 100},
    ],
)
def test_up_to_a_hundred_suggestions_pass(answer: object) -> None:
    assert options(answer) == []


@pytest.mark.parametrize(
    ("answer", "where", "what"),
    [
        (None, "", "must provide an object"),
        ([option()], "", "must provide an object"),
        ({}, "", "must define either `options` or `option_groups`"),
        ({"options": [], "option_groups": []}, "", "must define only one of `options` or `option_groups`"),
        ({"options": so_many(101)}, "/options", "no more than 100 items allowed"),
        (
            {"option_groups": [{"label": plain(), "options": so_many(1)}] * 101},
            "/option_groups",
            "no more than 100 items allowed",
        ),
        ({"options": [option("x" * 76)]}, "/options/0/text/text", "must be less than 76 characters"),
        ({"options": [{"text": "x", "value": "v"}]}, "/options/0/text", "must provide an object"),
    ],
)
def test_wrong_suggestions_say_why(answer: object, where: str, what: str) -> None:
    assert options(answer) == [Complaint(where, what)]
