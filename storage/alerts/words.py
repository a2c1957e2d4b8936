"""The words in which alerts are stored: states, what happens to them, and what people say of them."""

OPEN = "open"
ACKNOWLEDGED = "acknowledged"
CONTACTED = "contacted"
RECOVERED = "recovered"
LOST = "lost"
EXPIRED = "expired"
DISMISSED = "dismissed"

LIVE = (OPEN, ACKNOWLEDGED, CONTACTED)
"""The states in which something can still be done."""

STATES = (*LIVE, RECOVERED, LOST, EXPIRED, DISMISSED)

FOUND = "found"
RELEASED = "released"
SNOOZED = "snoozed"
WOKEN = "woken"
REASSIGNED = "reassigned"
USELESS = "useless"
ESCALATED = "escalated"
UNDONE = "undone"
REMINDED = "reminded"

FALSE_ALARM = "false_alarm"
SEASONAL = "seasonal"
PAUSED = "paused"
CLOSED = "closed"
HOLIDAY = "holiday"

ABSENCES = (SEASONAL, PAUSED, CLOSED, HOLIDAY)
"""Why a customer is known not to come."""

DISMISSALS = (FALSE_ALARM, SEASONAL, CLOSED)
"""What a person can dismiss an alert as."""

CONTACTS = ("visit", "call", "voucher", "message")
"""Ways to reach out to a customer."""
