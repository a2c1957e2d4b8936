"""Towards the bot: what Slack sends, over signed HTTP or Socket Mode."""
