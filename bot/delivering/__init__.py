"""Delivering: what is due is taken into one's hands, sent, and noted; nothing here speaks with Slack."""
