"""`regulars doctor`: what is wrong with the installation."""

import typer

from bot import doctor as examination


def doctor() -> None:
    """Check the installation, and say what to do about what is wrong."""
    failed = False
    for finding in examination.examine():
        failed |= finding.level is examination.Level.FAIL
        remedy = f"\n      {finding.remedy}" if finding.remedy else ""
        typer.echo(f"{finding.level:<5} {finding.subject}: {finding.found}{remedy}")
    if failed:
        raise typer.Exit(1)
