"""Bots as their authors write them: they know https://slack.com, and nothing of any playground."""
