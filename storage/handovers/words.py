"""The words in which handovers are stored: what they are, and how far they have come."""

MOVE = "move"
SPLIT = "split"
BALANCE = "balance"
DEPARTURE = "departure"

KINDS = (MOVE, SPLIT, BALANCE, DEPARTURE)

PROPOSED = "proposed"
WAITING = "waiting"
SCHEDULED = "scheduled"
DONE = "done"
UNDONE = "undone"
REFUSED = "refused"
CANCELLED = "cancelled"
EXPIRED = "expired"
FAILED = "failed"

PENDING = (PROPOSED, WAITING, SCHEDULED)
"""The states in which accounts may still move."""

DECIDED = (SCHEDULED, DONE, REFUSED, CANCELLED)
"""The states to which somebody brings a handover who decides about it."""

RENEWABLE = (PROPOSED, WAITING, FAILED, EXPIRED)
"""The states in which a proposal can be brought up to date, to be confirmed anew."""

NOTE = "handover_note"
APPROVAL = "approval"
NEWS = "handover_news"
"""Kinds of messages: to both salespeople, to whoever may approve, to whoever asked."""

MOVED = "accounts.moved"
RETURNED = "accounts.returned"
IMPORTED = "accounts.imported"
"""What the record calls it when accounts change hands."""

SHOWN = "shown"
APPROVERS = "approvers"
"""Under which words `Handover.preview` keeps what was shown, and who was asked to approve it."""
