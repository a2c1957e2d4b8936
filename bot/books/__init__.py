"""Books of accounts, pure: how much work they are, how to divide one, how to even them out."""
