"""Alerts: found in the data, their life in people's hands, and what can be said of them."""
