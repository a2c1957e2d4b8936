"""Figures in, segments and reasons out: pure, without Slack, SQL, clock or environment."""
