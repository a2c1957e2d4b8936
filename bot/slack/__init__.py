"""Slack's side: listening over HTTP or Socket Mode, acknowledging, and bringing answers to people."""
