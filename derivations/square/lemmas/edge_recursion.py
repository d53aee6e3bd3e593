"""The gain of a rising edge in balls: which s̄ and M to use, and how far sin θ gets in each step.

Any admissible choice gives a true bound; the choices here only decide how sharp it is.  Whatever enters a
bound is certified: M is rounded up and then shown to be admissible, gains are rounded down.  A is the same
for all s̄, and with s̄ γ falls: P_A is V of ``edge_moving``, and γ at the first s̄ above sin θ is Γ.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from sympy import Expr, solve, sqrt

from derivations.direction.circle import CBAR_OF
from derivations.direction.edge_envelope import GAMMA, LATER_CAP, NARROW, NU, ROOM
from derivations.direction.rising_edge import LOW_LR, SPREAD, STEADY, Reading, extended
from derivations.direction.self_stabilization_log import GAMMA_OF
from derivations.notation import N, unprinted
from derivations.square.lemmas.edge_envelope import SCALE_LOW, Envelope
from derivations.square.lemmas.edge_gain import LOW_LR_IS
from verifier.arithmetic.balls import Ball, floor_of_lower
from verifier.arithmetic.evaluate import evaluate
from verifier.arithmetic.reals import like

OVERDRAWN: Expr = NARROW.lhs - NARROW.rhs
"""Not positive when M is admissible for the norm P."""
REACH = unprinted("reach_scale", "min(c̄, c̄ − (c̄ − a)E_A), the most that νM may be")
LEAST_CAP: Expr = solve(OVERDRAWN.subs(GAMMA, GAMMA_OF).subs(NU, REACH / LATER_CAP), LATER_CAP)[0]
"""The least admissible M for the norm P and the scale ``REACH`` at time A."""
LOW_LR_OF: Expr = solve(LOW_LR_IS, LOW_LR)[0]
GAIN_OF: Expr = STEADY / sqrt(SPREAD)
_GAIN_AT: Expr = GAIN_OF.subs(LOW_LR, LOW_LR_OF)
"""The same at a time, in one formula; it has the sign of ``STEADY``."""
SINES = tuple(Fraction(3, 5) * Fraction(17, 20) ** i for i in reversed(range(44)))
"""The s̄ that are used side by side, in increasing order."""
EXCESS: Expr = 1 / N - 2
"""By how much λ can exceed 2 at most, once the scale is 1."""
PARTS = tuple(Fraction(1, 2) * Fraction(3, 4) ** i for i in reversed(range(16)))
"""Where that is small, no larger s̄ than about so much of it has an admissible M: these come before."""
ROUND_UP = 1 + Fraction(1, 2**32)
"""Takes M a hair above the least, so that balls can tell that it is admissible."""
SETTLED_POWER = Fraction(1, 2**60)
"""Once E is below this, the scale has settled."""
OFFSETS = (0, 1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 91, 128, 181, 256, 512, 1024, 2048)
"""How long before the end of the first steps A is tried."""
LONGEST = 20_000
"""The largest A that is tried."""


class Gains:
    """How far sin θ gets in each step, with the best s̄ for A = ``time``.

    ``pace`` is a power of g, 1 in the theorem.
    """

    def __init__(self, envelope: Envelope, start: Reading, time: int, pace: int = 1) -> None:
        self._envelope, self._start, self._time, self._pace = envelope, start, time, pace
        self._sines = [sine for sine in _sines(start) if sine > start("s")]
        self._caps: list[Reading | None] = []
        self._pays = like(start("s"), 1)
        self._current = 0
        self._gain = cache(self._gain_at)
        """g at a time for one s̄, or 1 if that is more."""

    def next_sine(self, t: int, sine: Ball) -> Ball:
        """L_{t+1} from L_t = ``sine``, both exact.  Later calls must have later t and larger sines."""
        best = self._reach(self._current, t, sine)
        while self._current + 1 < len(self._sines):
            further = self._reach(self._current + 1, t, sine)
            if further is None or (best is not None and further < best):
                break
            best, self._current = further, self._current + 1
        return sine if best is None else best.max(sine)

    def advance(self, t: int, sine: Ball, most: int) -> tuple[int, Ball]:
        """(n, at most L_{t+n}) from L_t = ``sine``, with 1 ≤ n ≤ ``most``.

        The same s̄ serves all these steps, and the g that is least among them: ℓ is monotone in t.
        """
        further = self.next_sine(t, sine)
        if most == 1 or further <= sine:
            return most, further
        choice = self._caps[self._current]
        if choice is None:
            return 1, further
        gain = self._gain(choice, t).min(self._gain(choice, t + most)).lower()
        if not gain > 1:
            return 1, further
        steps = min(most, floor_of_lower((choice("sbar") / sine).log() / gain.log()))
        return (steps, choice("sbar").min(gain**steps * sine).lower()) if steps > 1 else (1, further)

    def _reach(self, index: int, t: int, sine: Ball) -> Ball | None:
        """min(s̄, gL), rounded down; None if no M is admissible for this s̄."""
        while len(self._caps) <= index < len(self._sines):
            self._caps.append(self._choice(self._sines[len(self._caps)]))
        choice = self._caps[index] if self._caps else None
        return None if choice is None else choice("sbar").min(self._gain(choice, t) * sine).lower()

    def _gain_at(self, choice: Reading, t: int) -> Ball:
        gain = evaluate(_GAIN_AT, extended(choice, {"E": self._envelope.power(t)}))
        least = like(gain, 1)
        return (gain**self._pace).max(least) if gain > 0 else least

    def _choice(self, sine: Ball) -> Reading | None:
        """``choice``, if its γ is certainly below the last one."""
        found = choice(self._envelope, self._start, sine, self._time)
        if found is None or not found("gamma") <= self._pays:
            return None
        self._pays = found("gamma")
        return found


def choice(envelope: Envelope, start: Reading, sine: Ball, time: int) -> Reading | None:
    """An exact M that is certified to be admissible for s̄ = ``sine`` and A = ``time``.

    The least but for rounding, with all that it is made of; None if there is none.
    """
    values = {"sbar": sine, "P": envelope.norm_cap(time)}
    read = extended(start, values)
    values["cbar"] = evaluate(CBAR_OF, read)
    low = evaluate(SCALE_LOW, extended(read, {"E": envelope.power(time)}))
    values[REACH.name] = low.min(values["cbar"])
    least = evaluate(LEAST_CAP, read)
    values["M"] = (least * like(least, ROUND_UP)).upper()
    values["nu"] = values[REACH.name] / values["M"]
    values["gamma"] = evaluate(GAMMA_OF, read)
    signs = [values["nu"], values["gamma"], evaluate(ROOM, read), -evaluate(OVERDRAWN, read)]
    return read if all(sign > 0 for sign in signs) else None


def times(envelope: Envelope, start: Reading) -> list[int]:
    """The A with which some s̄ has its least M, the latest first; 0 if no M is admissible."""
    candidates = _times(envelope, start)
    found: set[int] = set()
    for sine in _sines(start):
        if sine > start("s"):
            caps = [(time, one("M")) for time in candidates if (one := choice(envelope, start, sine, time))]
            if caps:
                found.add(min(caps, key=lambda pair: pair[1])[0])
    return sorted(found, reverse=True) or [0]


def _sines(start: Reading) -> list[Ball]:
    """The s̄ that are tried, in increasing order."""
    usual = [like(start("s"), sine) for sine in SINES]
    excess = evaluate(EXCESS, start)
    if not excess > 0:
        return usual
    small = (like(start("s"), part) * excess.mid() for part in PARTS)
    return [*(sine.mid() for sine in small if sine < usual[0]), *usual]


def _times(envelope: Envelope, start: Reading) -> list[int]:
    """A few candidates for A, dense toward the time at which the envelope of the norm takes off."""
    last, settled = 0, like(start("N"), SETTLED_POWER)
    while last < LONGEST and envelope.power(last) > settled:
        if not 2 * envelope.norm_cap(last + 1) < 3 * start("N"):
            break
        last += 1
    return sorted({max(0, last - offset) for offset in OFFSETS})
