"""How easily rules speak: what a business changes about them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sensitivity:
    """Lines of the rules that are a matter of taste.

    `slipping_risk` is the risk of a drop from which a VIP is slipping, `steady_risk` the one below which no longer;
    `new_days` is how long a customer is new, `ahead_days` how long before a birthday it is spoken of, `handover_days`
    how many working days there are to hand over the customers of who has left.
    """

    slipping_risk: float = 0.70
    steady_risk: float = 0.40
    new_days: int = 60
    ahead_days: int = 7
    handover_days: int = 3

    def __post_init__(self) -> None:
        """Refuse lines between which an alert could flap."""
        if not self.steady_risk < self.slipping_risk:
            raise ValueError(f"a risk of {self.steady_risk} must lie below {self.slipping_risk} to be steady again")
