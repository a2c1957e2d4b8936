"""Every client that Slack's SDK has calls Slack once, at https://slack.com and at SLACK_API_URL."""

import asyncio
import os

from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook import WebhookClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

TOKEN, API = os.environ["SLACK_BOT_TOKEN"], os.environ["SLACK_API_URL"]
UNKNOWN = "https://hooks.slack.com/commands/unknown"


def calls() -> None:
    """Call as most bots do."""
    assert WebClient(TOKEN).auth_test()["ok"]
    assert WebClient(TOKEN, base_url=API).auth_test()["ok"]
    assert WebhookClient(UNKNOWN).send(text="hi").status_code == 404


async def calls_asynchronously() -> None:
    """Call as asynchronous bots do."""
    assert (await AsyncWebClient(TOKEN).auth_test())["ok"]
    assert (await AsyncWebClient(TOKEN, base_url=API).auth_test())["ok"]
    assert (await AsyncWebhookClient(UNKNOWN).send(text="hi")).status_code == 404


if __name__ == "__main__":
    calls()
    asyncio.run(calls_asynchronously())
