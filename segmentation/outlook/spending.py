"""What customers spend on a visit: gamma-gamma by maximum likelihood.

P. Fader, B. Hardie, The Gamma-Gamma Model of Monetary Value, 2013: the likelihood is equation (1a), the expectation
equation (5).
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import scipy

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Spending:
    """A customer's receipts are gamma with shape `p`; their scales are gamma (`q`, `v`) among customers.

    Methods take, per customer, `x` visits and their average `mean`, in the unit of `v`.
    """

    p: float
    q: float
    v: float

    def log_likelihood(self, x: Floats, mean: Floats) -> Floats:
        """Return the log-likelihood of each customer."""
        shape = self.p * x
        gammaln = scipy.special.gammaln
        constant = gammaln(shape + self.q) - gammaln(shape) - gammaln(self.q) + self.q * np.log(self.v)
        spent = (shape - 1) * np.log(mean) + shape * np.log(x)
        return np.asarray(constant + spent - (shape + self.q) * np.log(x * mean + self.v))

    def slope(self, x: Floats, mean: Floats) -> Floats:
        """Return the derivatives of the log-likelihood of each customer by the three parameters, one row each."""
        psi = scipy.special.psi
        shape, scale = self.p * x, x * mean + self.v
        by_shape = psi(shape + self.q) - np.log(scale)
        return np.stack(
            [
                x * (by_shape - psi(shape) + np.log(x * mean)),
                by_shape - psi(self.q) + np.log(self.v),
                self.q / self.v - (shape + self.q) / scale,
            ]
        )

    def expected_mean(self, x: Floats, mean: Floats) -> Floats:
        """Return the average to expect of each customer's visits: their own, shrunk towards everybody's."""
        return np.asarray(self.p * (self.v + x * mean) / np.maximum(self.p * x + self.q - 1, 1e-9))


def fit(x: Floats, mean: Floats) -> Spending:
    """Find the likeliest parameters; `x` is at least 1 and `mean` over zero. `q` stays over 1: means are finite."""
    from scipy.optimize import minimize

    scale = float(np.median(mean))

    def spending(logarithms: Floats) -> Spending:
        p, q, everybodys_mean = np.exp(logarithms).tolist()
        return Spending(p, 1 + q, everybodys_mean * q / p)

    def unlikely(logarithms: Floats) -> tuple[float, Floats]:
        tried = spending(logarithms)
        p, q, v = tried.slope(x, mean / scale).mean(axis=1) * [tried.p, tried.q - 1, tried.v]
        return -float(tried.log_likelihood(x, mean / scale).mean()), -np.array([p - v, q + v, v])

    bounds, how = [(-9, 9)] * 3, {"ftol": 1e-12}
    best = spending(minimize(unlikely, np.zeros(3), jac=True, method="L-BFGS-B", bounds=bounds, options=how).x)
    return replace(best, v=best.v * scale)
