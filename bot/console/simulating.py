"""`regulars simulate`: make things happen in the demo business."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.demo import world
from bot.jobs.take_visit import take_visit
from bot.settings import Settings
from storage import customers, database, importing
from storage.customers import Found
from storage.tables import CustomerSource, Profile, Visit

Customer = Annotated[str, typer.Argument(help="A customer's name.")]
Folder = Annotated[Path, typer.Option(help="Where the made-up business is kept.")]

FOLDER = Path("var/demo")
SOURCE = "simulated"

app = typer.Typer(help="Make things happen in the demo business.", no_args_is_help=True)


@app.command()
def visit(customer: Customer, amount: Annotated[Decimal, typer.Argument(help="What they spend.", min=0)]) -> None:
    """Let a customer come in and spend something, today."""
    settings = Settings.read()
    now, today = clock.now(), clock.today(settings.time_zone)
    with database.opened(settings.database_url) as engine, database.sessions(engine).begin() as session:
        found = _found(session, customer)
        receipt = Visit(
            customer_id=found.id,
            day=today,
            source=SOURCE,
            source_id=f"{now:%Y%m%dT%H%M%S%f}",
            derived=False,
            amount=amount,
            margin=_margin(session.get(Profile, found.id), amount),
        )
        changes = take_visit(session, receipt, settings.policy, now=now)
        typer.echo(f"{found.name} came in and spent {amount:,.2f}.")
        for change in changes:
            typer.echo(f"{change.label}: {change.before} → {change.after}")


@app.command()
def stop(customer: Customer, folder: Folder = FOLDER) -> None:
    """Let a customer come no more."""
    settings = Settings.read()
    with database.opened(settings.database_url) as engine, database.sessions(engine)() as session:
        found = _found(session, customer)
        ids = session.scalars(select(CustomerSource.source_id).where(CustomerSource.customer_id == found.id)).all()
    before = world.read(folder)
    world.write(folder, replace(before, stopped=(*before.stopped, *ids)))
    typer.echo(f"{found.name} comes no more. Move the clock on, and see who notices.")


@app.command()
def late(folder: Folder = FOLDER, over: Annotated[bool, typer.Option(help="It comes again.")] = False) -> None:
    """Let the daily file of visits fail to come, or come again."""
    world.write(folder, replace(world.read(folder), is_late=not over))
    typer.echo("Visits come in again." if over else "No more visits come in until this is over.")


@app.command()
def until(moment: datetime, folder: Folder = FOLDER) -> None:
    """Let the world go on until a moment: bring in the visits of all days that are over by then."""
    settings = Settings.read()
    if not moment.tzinfo:
        moment = moment.replace(tzinfo=settings.time_zone)
    today = moment.astimezone(settings.time_zone).date()
    went_on, feed = world.read(folder).feed(folder, until=today)
    if feed:
        options = importing.Options(today=today, now=clock.now, time_zone=settings.time_zone)
        with database.opened(settings.database_url) as engine:
            brought = importing.visits(engine, feed, options)
        typer.echo(f"{brought.new:,} visits up to {today} have come in.")
    world.write(folder, went_on)


def _found(session: Session, name: str) -> Found:
    """Return the customer that is meant, who must be named outright."""
    resolution = customers.resolve(session, name)
    if not resolution.customer:
        raise typer.BadParameter(f"“{name}” is no customer of the demo business")
    return resolution.customer


def _margin(profile: Profile | None, amount: Decimal) -> Decimal | None:
    """Return the margin of an amount, by the customer's last year; None where that is unknown."""
    if profile is None or profile.margin_365d is None or not profile.spend_365d:
        return None
    return (amount * profile.margin_365d / profile.spend_365d).quantize(Decimal("0.01"))
