"""Views: plain values in, a `Reply` out; one view is one file, and none knows another."""
