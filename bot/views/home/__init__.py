"""Home, section by section: what somebody should see when they open it. To add a section: a file here."""
