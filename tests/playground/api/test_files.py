"""files.*: the official client uploads, shares, fetches and deletes."""

from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.playground.api.conftest import Judge, refused


def test_an_upload_is_shared_where_it_is_wanted(slack: Judge) -> None:
    channel = slack.channel("general")
    answer = slack.bot.files_upload_v2(
        channel=channel.id, filename="list.csv", content="a,b", title="The list", initial_comment="Here:"
    )
    file = answer["file"]
    assert (file["name"], file["title"], file["size"], file["mimetype"]) == ("list.csv", "The list", 3, "text/csv")
    assert file["channels"] == [channel.id]
    [message] = slack.bot.conversations_history(channel=channel.id)["messages"]
    assert message["text"] == "Here:"
    assert [one["id"] for one in message["files"]] == [file["id"]]
    assert slack.bot.files_info(file=file["id"])["file"]["title"] == "The list"


def test_several_files_are_shared_at_once(slack: Judge) -> None:
    uploads = [{"filename": name, "content": name} for name in ("a.txt", "b.txt")]
    slack.bot.files_upload_v2(channel=slack.channel("general").id, file_uploads=uploads)
    [message] = slack.channel("general").messages
    assert [slack.workspace.files[one].content for one in message.files] == [b"a.txt", b"b.txt"]


def test_a_file_is_fetched_with_the_token_alone(slack: Judge) -> None:
    file = slack.bot.files_upload_v2(filename="list.csv", content="a,b")["file"]
    token = {"Authorization": f"Bearer {slack.slack.credentials.bot_token}"}
    with urlopen(Request(file["url_private"], headers=token)) as response:
        assert response.read() == b"a,b"
    with pytest.raises(HTTPError) as failure:
        urlopen(file["url_private_download"])
    assert "?redir=" in failure.value.url
    failure.value.close()


def test_the_content_may_come_as_a_part_of_a_form(slack: Judge) -> None:
    ticket = slack.bot.files_getUploadURLExternal(filename="a.txt", length=2)
    parts = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhi\r\n--x--\r\n'
    with urlopen(Request(ticket["upload_url"], parts, {"content-type": "multipart/form-data; boundary=x"})) as response:
        assert response.read() == b"OK - 2"
    assert slack.workspace.files[ticket["file_id"]].content == b"hi"


def test_an_upload_needs_all_its_steps(slack: Judge) -> None:
    with refused("invalid_arguments"):
        slack.bot.files_getUploadURLExternal(filename="a.txt", length=0)
    ticket = slack.bot.files_getUploadURLExternal(filename="a.txt", length=2)
    with refused("file_not_found"):
        slack.bot.files_completeUploadExternal(files=[{"id": ticket["file_id"], "title": "A"}])
    with refused("file_not_found"):
        slack.bot.files_info(file=ticket["file_id"])
    with refused("invalid_arguments"):
        slack.bot.files_completeUploadExternal(files=[])


def test_files_go_where_the_bot_is_and_never_to_a_person_by_id(slack: Judge) -> None:
    slack.channel("random").is_archived = True
    for channel, error in [
        (slack.person("maria").id, "channel_not_found"),
        (slack.channel("general", with_bot=False).id, "not_in_channel"),
        (slack.channel("random").id, "is_archived"),
    ]:
        with refused(error):
            slack.bot.files_upload_v2(channel=channel, filename="a.txt", content="hi")


def test_the_bot_lists_and_deletes_its_files(slack: Judge) -> None:
    file = slack.bot.files_upload_v2(channel=slack.channel("general").id, filename="a.txt", content="hi")["file"]
    assert [one["id"] for one in slack.bot.files_list()["files"]] == [file["id"]]
    slack.bot.files_delete(file=file["id"])
    assert slack.channel("general").messages[0].files == []
    with refused("file_not_found"):
        slack.bot.files_info(file=file["id"])


def test_people_have_pictures(slack: Judge) -> None:
    picture = slack.bot.users_info(user=slack.person("maria").id)["user"]["profile"]["image_48"]
    with urlopen(picture) as response:
        assert b">M</text>" in response.read()
