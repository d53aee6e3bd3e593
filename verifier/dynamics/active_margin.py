"""How long all margins of a run are active: none negative, none large in units of 1/α."""

from __future__ import annotations

from dataclasses import dataclass, field

from verifier.arithmetic.balls import Ball, ball, both, less_equal


@dataclass
class ActiveMargin:
    """0 ≤ α_t m ≤ B for every margin m and every t ≤ ``horizon``, with B the upper end of ``bound``.

    ``horizon`` is the last time of those followed up to which this is decided; None when it is not even
    at time 0.
    """

    horizon: int | None = None
    bound: Ball = field(default_factory=lambda: ball(0))
    _over: bool = False

    def add(self, t: int, least: Ball, reach: Ball) -> None:
        """The least margin at time t, one more than last time, and α times the largest."""
        if self._over:
            return
        if both(less_equal(0, least), less_equal(0, reach)):
            self.horizon, self.bound = t, self.bound.max(reach)
        else:
            self._over = True
