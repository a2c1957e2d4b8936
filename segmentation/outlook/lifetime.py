"""How long customers stay and how often they come: BG/NBD by maximum likelihood.

P. Fader, B. Hardie, K. L. Lee, "Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD Model,
Marketing Science 24(2), 2005: the likelihood is equation (6), the expectation equation (10); P(alive) is from their
note "Computing P(alive) Using the BG/NBD Model", 2008.
"""

from dataclasses import astuple, dataclass

import numpy as np
import numpy.typing as npt
import scipy

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Lifetime:
    """Visits come at random at a rate that is gamma (`r`, `alpha`) among customers; after each the customer leaves for
    good with a probability that is beta (`a`, `b`) among them.

    Methods take, per customer, `x` visits after the first, `t_x` from the first visit to the last, and `t` from the
    first visit until now, all in the same unit of time.
    """

    r: float
    alpha: float
    a: float
    b: float

    def log_likelihood(self, x: Floats, t_x: Floats, t: Floats) -> Floats:
        """Return the log-likelihood of each customer."""
        r, alpha, a, b = astuple(self)
        gammaln = scipy.special.gammaln
        counted = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        stayed = gammaln(b + x) + gammaln(a + b) - gammaln(a + b + x) - gammaln(b)
        return np.asarray(counted + stayed + np.logaddexp(*self._still_here_or_not(x, t_x, t)))

    def slope(self, x: Floats, t_x: Floats, t: Floats) -> Floats:
        """Return the derivatives of the log-likelihood of each customer by the four parameters, one row each."""
        psi = scipy.special.psi
        r, alpha, a, b = astuple(self)
        here, gone = self._still_here_or_not(x, t_x, t)
        left = np.exp(gone - np.logaddexp(here, gone))
        return np.stack(
            [
                psi(r + x) - psi(r) + np.log(alpha) - (1 - left) * np.log(alpha + t) - left * np.log(alpha + t_x),
                r / alpha - (r + x) * ((1 - left) / (alpha + t) + left / (alpha + t_x)),
                psi(a + b) - psi(a + b + x) + left / a,
                psi(b + x) - psi(b) + psi(a + b) - psi(a + b + x) - left / (b + np.maximum(x, 1) - 1),
            ]
        )

    def p_alive(self, x: Floats, t_x: Floats, t: Floats) -> Floats:
        """Return the probability of each customer not to have left; 1 by construction where `x` is 0."""
        return np.asarray(1 / (1 + np.exp(np.minimum(self.log_odds_of_having_left(x, t_x, t), 700))))

    def log_odds_of_having_left(self, x: Floats, t_x: Floats, t: Floats) -> Floats:
        """Return the same as log-odds of having left after the last visit; minus infinity where `x` is 0."""
        here, gone = self._still_here_or_not(x, t_x, t)
        return gone - here

    def expected_visits(self, ahead: float, x: Floats, t_x: Floats, t: Floats) -> Floats:
        """Return the visits to expect of each customer in a time `ahead`.

        This is equation (10) with its hypergeometric function transformed, so that it cannot overflow; without leaving
        it would be the rate times the time, which bounds it.
        """
        a = self.a if abs(self.a - 1) > 1e-6 else 1 + 1e-6
        c, rate = a + self.b + x - 1, (self.r + x) / (self.alpha + t)
        z = ahead / (self.alpha + t + ahead)
        missed = (1 - z) ** (a - 1) * np.nan_to_num(scipy.special.hyp2f1(c - self.r - x, a - 1, c, z))
        alive = np.clip(c / (a - 1) * (1 - missed), 0, rate * ahead)
        return np.asarray(alive * self.p_alive(x, t_x, t))

    def _still_here_or_not(self, x: Floats, t_x: Floats, t: Floats) -> tuple[Floats, Floats]:
        """Return the logarithms of the two terms of the likelihood that differ."""
        gone = np.log(self.a / (self.b + np.maximum(x, 1) - 1)) - (self.r + x) * np.log(self.alpha + t_x)
        return -(self.r + x) * np.log(self.alpha + t), np.where(x > 0, gone, -np.inf)


def fit(x: Floats, t_x: Floats, t: Floats, count: Floats | None = None) -> Lifetime:
    """Find the likeliest parameters; `count` says how many customers each row stands for."""
    from scipy.optimize import minimize

    weight = np.ones(len(x)) if count is None else count
    weight = weight / weight.sum()
    scale = max(float(t.max()), 1) / 10

    def unlikely(logarithms: Floats) -> tuple[float, Floats]:
        tried = Lifetime(*np.exp(logarithms))
        slope = (tried.slope(x, t_x / scale, t / scale) * weight).sum(axis=1)
        likely = (weight * tried.log_likelihood(x, t_x / scale, t / scale)).sum()
        return -float(likely), -slope * np.exp(logarithms)

    bounds, how = [(-9, 9)] * 4, {"ftol": 1e-12, "maxiter": 500}
    best = minimize(unlikely, np.zeros(4), jac=True, method="L-BFGS-B", bounds=bounds, options=how)
    r, alpha, a, b = (float(number) for number in np.exp(best.x))
    return Lifetime(r, alpha * scale, a, b)
