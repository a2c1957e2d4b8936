"""How well drops are foreseen: `python -m benchmarks.drop_risk [FILE ...]`.

On past days of every business at hand, who is known well is ranked by the risk learned up to that day, and by what
anybody has: days since the last visit, those days against the own median gap, and P(alive) of BG/NBD. Then the days
ahead tell who dropped. A FILE is Parquet with columns `customer_id`, `day` (days since 1970-01-01) and `amount`
(ten-thousandths); the real businesses are looked for in `../shared/data`.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import worlds
from segmentation import figures, outlook
from segmentation.money import SCALE
from segmentation.outlook import signs
from segmentation.outlook.belief import drop_believed
from segmentation.outlook.drop import KNOWN_DAYS, KNOWN_VISITS
from segmentation.outlook.lifetime import Lifetime
from segmentation.outlook.visit_days import VisitDays, below_one_another, visit_days
from segmentation.rhythm import floats

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

SHARED = Path(__file__).parents[2] / "shared" / "data"
MONTH_ENDS = (date(2011, 7, 31), date(2011, 8, 31), date(2011, 9, 30))
SCORES = ("days since", "rhythm", "P(alive)", "unlearned", "drop risk")
"""The peers, the risk without what the past taught, and the risk; the last two are probabilities."""

GROUPS = 10
LEAST_CUSTOMERS = 40
CUSTOMERS = 600
"""Customers of a made-up world."""


@dataclass(frozen=True)
class Trial:
    """What each score said of the customers known well on a day, which of them dropped, and for whom 60 days tell."""

    scores: dict[str, Floats]
    dropped: Truths
    is_quick: Truths

    def only(self, some: Truths) -> "Trial":
        """Leave out customers."""
        return Trial(
            {name: score[some] for name, score in self.scores.items()}, self.dropped[some], self.is_quick[some]
        )


@dataclass(frozen=True)
class Business:
    """The receipts of a business, sorted, and their days."""

    receipts: pa.RecordBatch
    days: VisitDays

    def trials(self, days: Sequence[date]) -> Iterator[tuple[date, Trial]]:
        """Look at days on which enough customers are known well."""
        for day in days:
            told = self.trial(day)
            if min(told.dropped.sum(), (~told.dropped).sum()) >= GROUPS and len(told.dropped) >= LEAST_CUSTOMERS:
                yield day, told

    def trial(self, day: date) -> Trial:
        """Look at a day as if it were today, and then at what came after."""
        today = day_number(day)
        then = figures.of_batches([self.receipts], as_of=day)
        lines = outlook.fit(self.days, as_of=day)
        seen, known = outlook.foresee(then, lines), signs.of_columns(then)
        staying = Lifetime(*(float(lines[name] or 0) for name in outlook.STAYING))
        scores = {
            "days since": known.absence,
            "rhythm": known.absence / np.maximum(floats(then["cadence_days"]), 1),
            "P(alive)": -floats(seen["p_alive"]),
            "unlearned": drop_believed(known, staying, lines["changes_a_day"] or 0, lines["visits_ahead"] or 1),
            "drop risk": floats(seen["drop_risk"]),
        }
        dropped = signs.came_within(self.days, today, known.horizon) <= known.few
        is_over = today + np.nan_to_num(known.horizon, nan=1e9) <= self.days.day.max()
        well = is_over & (known.visits - known.recent[signs.RECENT] >= KNOWN_VISITS) & (known.history >= KNOWN_DAYS)
        return Trial(scores, dropped, known.horizon == signs.HORIZON).only(well)

    def past_days(self, every: int) -> list[date]:
        """Return days from the first on which customers may be known well until two months before the last."""
        first, last = int(self.days.day.min()) + KNOWN_DAYS + 60, int(self.days.day.max()) - signs.HORIZON
        return [date(1970, 1, 1) + timedelta(day) for day in range(last, first, -every)][::-1]


def business(receipts: pa.RecordBatch) -> Business:
    """Lay out the days of some receipts."""
    return Business(receipts, below_one_another([visit_days(group) for group in figures.by_customer([receipts])]))


def real_businesses() -> Iterator[tuple[str, Business, Sequence[date]]]:
    """Yield what lies in the shared folder, with the days to look at."""
    if not SHARED.exists():
        print(f"No real businesses: {SHARED} is not there.")
        return
    invoices = pd.read_parquet(SHARED / "online_retail_invoices.parquet")
    retail = business(_receipts(invoices["customer_id"], invoices["timestamp"], invoices["amount"]))
    yield "Online Retail", retail, MONTH_ENDS
    orders = pd.read_parquet(SHARED / "adventureworks_reseller_orders.parquet")
    resellers = business(_receipts(orders["customer_id"], orders["date"], orders["amount"]))
    yield "AdventureWorks", resellers, resellers.past_days(every=56)


def _receipts(
    customer: "pd.Series[int]", moment: "pd.Series[pd.Timestamp]", amount: "pd.Series[float]"
) -> pa.RecordBatch:
    """Return receipts sorted by customer and day; customers are numbered anew."""
    days = moment.to_numpy().astype("M8[D]").astype(np.int64)
    paid = np.rint(amount.to_numpy() * SCALE).astype(np.int64)
    frame = pd.DataFrame({"customer_id": pd.factorize(customer, sort=True)[0] + 1, "day": days, "amount": paid})
    return pa.RecordBatch.from_pandas(frame.sort_values(["customer_id", "day"]), preserve_index=False)


def businesses(files: Sequence[Path]) -> Iterator[tuple[str, Business, Sequence[date]]]:
    """Yield every business at hand."""
    yield from real_businesses()
    for file in files:
        table = pq.read_table(file, columns=["customer_id", "day", "amount"])
        found = business(
            table.sort_by([("customer_id", "ascending"), ("day", "ascending")]).combine_chunks().to_batches()[0]
        )
        yield file.stem, found, found.past_days(every=56)
    for world in worlds.WORLDS:
        found = business(worlds.receipts(world, customers=CUSTOMERS))
        yield world, found, found.past_days(every=80)


def day_number(day: date) -> int:
    """Return a day as days since 1970-01-01."""
    return (day - date(1970, 1, 1)).days


def auc(score: Floats, dropped: Truths) -> float:
    """Return how often somebody who dropped has a larger score than somebody who did not."""
    drops, others = int(dropped.sum()), int((~dropped).sum())
    return float((pd.Series(score).rank().to_numpy()[dropped].sum() - drops * (drops + 1) / 2) / (drops * others))


def brier(risk: Floats, dropped: Truths) -> float:
    """Return the mean squared error of a probability."""
    return float(((risk - dropped) ** 2).mean())


def calibration(risk: Floats, dropped: Truths) -> str:
    """Say for each tenth of the customers, by risk, what was foreseen and what came, in percent."""
    parts = np.array_split(np.argsort(risk), GROUPS)
    return "  ".join(f"{100 * risk[part].mean():.0f}>{100 * dropped[part].mean():.0f}" for part in parts)


def main() -> None:
    """Print AUC and Brier score of every day, and the calibration of all days of a business together."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("files", nargs="*", type=Path)
    print(f"{'AUC of':<36}{'known':>6}{'drop':>6}" + "".join(f"{name:>12}" for name in SCORES) + "  Brier of both")
    for name, found, days in businesses(arguments.parse_args().files):
        trials = dict(found.trials(days))
        for day in days if days is MONTH_ENDS else ():
            _row(f"{name}, {day}, 60 days", trials[day].only(trials[day].is_quick))
        whole = _together(list(trials.values()))
        _row(f"{name}, 60 days", whole.only(whole.is_quick))
        _row(f"{name}, all", whole)
        print(f"{'':<6}foreseen>came, %: {calibration(whole.scores['drop risk'], whole.dropped)}", flush=True)


def _row(title: str, told: Trial) -> None:
    """Print a line of scores, if there is enough to score."""
    if min(told.dropped.sum(), (~told.dropped).sum()) < GROUPS:
        return
    areas = "".join(f"{auc(told.scores[name], told.dropped):>12.3f}" for name in SCORES)
    errors = "".join(f"{brier(told.scores[name], told.dropped):>8.3f}" for name in SCORES[-2:])
    print(f"{title:<36}{len(told.dropped):>6}{told.dropped.mean():>6.0%}{areas}{errors}", flush=True)


def _together(trials: Sequence[Trial]) -> Trial:
    """Put the customers of several days together."""
    scores = {name: np.concatenate([told.scores[name] for told in trials]) for name in SCORES}
    dropped, is_quick = ([getattr(told, name) for told in trials] for name in ("dropped", "is_quick"))
    return Trial(scores, np.concatenate(dropped), np.concatenate(is_quick))


if __name__ == "__main__":
    main()
