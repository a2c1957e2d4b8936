"""A Slack in the browser, for trying and testing a bot without a workspace: it knows Slack's contract, and no bot."""
