"""The Web API: what the bot can ask of Slack, one family of methods per file."""
