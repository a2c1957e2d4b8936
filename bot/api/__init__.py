"""What other systems send to the bot, over HTTP: signed, idempotent, answered in JSON; `docs/api.md` is the manual."""
