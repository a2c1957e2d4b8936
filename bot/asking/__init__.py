"""Whoever asks: what they may see and do, and which customers and people they mean."""
