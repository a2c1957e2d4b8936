"""Jobs: work that is done at its time, whoever asked for it; one job is one file."""
