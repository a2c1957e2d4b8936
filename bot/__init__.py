"""Slack: listens, answers, alerts."""
