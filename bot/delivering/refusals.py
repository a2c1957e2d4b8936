"""Why Slack refuses a message, by what can be done about it: somebody else hears it, all wait, or it stays as it is."""

NOWHERE = "it is not known where it landed"

OUT_OF_REACH = frozenset(
    {
        "account_closed",
        "cannot_dm_bot",
        "channel_not_found",
        "is_archived",
        "messages_tab_disabled",
        "not_in_channel",
        "not_in_slack",
        "readers_unknown",
        "restricted_action",
        "restricted_action_read_only_channel",
        "shared_channel",
        "strangers_in_channel",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
    }
)
"""Why a person or channel cannot be told any more; somebody else hears it then."""

MISCONFIGURED = frozenset(
    {
        "access_denied",
        "account_inactive",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
"""What is wrong with the installation, whatever the message."""

UNCHANGEABLE = OUT_OF_REACH | {NOWHERE, "cant_update_message", "edit_window_closed", "message_not_found"}
"""Why a message cannot be changed, ever."""

BLIND = OUT_OF_REACH | {"missing_scope", "no_permission", "not_allowed_token_type"}
"""Why nobody can look for a message, now or later."""
