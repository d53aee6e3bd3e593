"""Certifies when a spike becomes visible, without iterating to it.

Three parts: iterate until the angle is tiny; take one ``square.frozen-leap`` over the thousands or
billions of steps during which it stays tiny; iterate again, from the enclosed state behind the leap,
until sin θ reaches the visible level, the loss rises, and the edge ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from types import SimpleNamespace

from derivations.square.lemmas import leap_enclosure
from verifier.arithmetic.balls import Ball, Undecided, ball, less_equal, positive, precision
from verifier.dynamics.model import State, load_model
from verifier.dynamics.run import rises
from verifier.studies.losses import SQUARE, Instance
from verifier.studies.onset import MAX_STEPS, never_rises, sufficient_bits

FIRST_BITS = 256
DOUBLINGS = 3
"""How often the precision is doubled, when it is the precision that does not decide."""


@dataclass(frozen=True)
class Spike:
    """The first rising edge and what becomes visible of it; every time counts steps from 0.

    ``visible`` is the certified window [first, last] of the first t ≥ ``onset`` with sin θ_t ≥ the level;
    that sin θ is as large at the start, before it has fallen, does not count.  None when the state after
    the last step of the first edge has not reached the level either.  ``edge_end`` is the last rising
    step, ``loss_rises`` the first and last step of the edge at which the loss rises.  ``certified`` is
    False when some comparison stayed undecided, or ``max_steps`` were not enough; then only what is
    present is certified.
    """

    onset: int | None = None
    visible: tuple[int, int] | None = None
    edge_end: int | None = None
    loss_rises: tuple[int, int] | None = None
    steps_iterated: int = 0
    steps_leapt: int = 0
    precision_bits: int = FIRST_BITS
    certified: bool = False


def certify_spike(instance: Instance, level: Fraction, max_steps: int = MAX_STEPS) -> Spike:
    """The first rising edge of ``instance`` and the time at which sin θ reaches ``level`` in it.

    ``level`` is between 0 and 1/√2.  Raises ``ValueError`` otherwise.  At most ``max_steps`` steps of the
    map are computed, over all precisions together; no state is kept.
    """
    if not (0 < level and 2 * level**2 < 1):
        raise ValueError(f"the visible level of sin θ must be in (0, 1/√2), not {level}")
    first_bits, iterated, found = sufficient_bits(instance, FIRST_BITS), 0, Spike()
    for bits in (first_bits << doubling for doubling in range(DOUBLINGS + 1)):
        with precision(bits):
            found = replace(_attempt(instance, level, max_steps - iterated), precision_bits=bits)
        iterated += found.steps_iterated
        if found.certified or iterated >= max_steps:
            break
    return replace(found, steps_iterated=iterated)


def _attempt(instance: Instance, level: Fraction, max_steps: int) -> Spike:
    model, rate = load_model(instance.loss), ball(instance.h)
    tiny = rate**2 * ball(Fraction(1, 10**20))
    state = model.start(instance)
    for t in range(max_steps + 1):
        verdict = rises(*model.direction(*state))
        if verdict is None:
            return Spike(steps_iterated=t)
        if verdict:
            found = _follow(rate, state, t, level, max_steps - t)
            return replace(found, onset=t, steps_iterated=t + found.steps_iterated)
        x = SimpleNamespace(**model.view(state))
        if never_rises(x):
            return Spike(steps_iterated=t, certified=True)
        if 4 * x.s < tiny:
            found = _leap(rate, x, t, tiny, level, max_steps - t)
            return replace(found, steps_iterated=t + found.steps_iterated)
        if t < max_steps:
            state = model.advance(rate, *state)
    return Spike(steps_iterated=max_steps)


def _leap(
    rate: Ball, x: SimpleNamespace, t: int, tiny: Ball, level: Fraction, max_steps: int
) -> Spike:
    """Leap from the tiny state x at time t to just before sin θ is ``tiny`` again, and follow on."""
    try:
        lower, upper = leap_enclosure.onset_window(rate, x)
    except Undecided:
        return Spike()
    if lower != upper:
        return Spike()
    try:
        count = _longest_leap(rate, x, lower, tiny)
        after = leap_enclosure.enclose(rate, x, count, tiny)
    except Undecided:
        return Spike(onset=t + lower)
    tangent = after.log_tan.exp()
    cosine, r = 1 / (1 + tangent**2).sqrt(), after.N.sqrt()
    landed = (r * cosine, r * cosine * tangent, after.e, after.N, r)
    found = _follow(rate, landed, t + count, level, max_steps)
    return replace(found, onset=t + lower, steps_leapt=count)


def _longest_leap(rate: Ball, x: SimpleNamespace, onset: int, tiny: Ball) -> int:
    """A number of steps, after the onset, after which the angle is still provably tiny."""
    ceiling = tiny.log() - 1

    def is_short(count: int) -> bool:
        # ln tan θ falls while λ < 2 and then rises, so between the ends it exceeds neither end by more
        # than the slack: by induction sin θ stays below ``tiny`` throughout, as the leap requires.
        after = leap_enclosure.enclose(rate, x, count, tiny)
        return bool(after.log_tan < ceiling) and bool((x.s / x.c).log() + after.slack < ceiling)

    low, step = onset, 1
    if not is_short(low):
        raise Undecided("the angle is not tiny at onset")
    while is_short(low + step):
        low, step = low + step, 2 * step
    while step > 1:
        step //= 2
        if is_short(low + step):
            low += step
    return low


def _follow(
    rate: Ball, state: State, t: int, level: Fraction, max_steps: int
) -> Spike:
    """Iterate from a state inside the rising edge, at time t, to the end of the edge."""
    model, bound = load_model(SQUARE), ball(level) ** 2
    first = last = None
    losses: list[int] = []
    for steps in range(max_steps):
        time = t + steps
        *following, sine, rise, loss_step = model.step(rate, *state)
        seen = less_equal(bound, sine**2)
        if first is None and seen is not False:
            first = time
        if last is None and seen is True:
            last = time
        rising, losing = rises(sine, rise), positive(loss_step)
        if losing:
            losses.append(time)
        if rising is None or losing is None:
            return Spike(visible=_window(first, last), steps_iterated=steps)
        if not rising:
            return Spike(
                visible=_window(first, last),
                edge_end=time - 1,
                loss_rises=(losses[0], losses[-1]) if losses else None,
                steps_iterated=steps,
                certified=first is None or last is not None,
            )
        state = tuple(following)
    return Spike(visible=_window(first, last), steps_iterated=max_steps)


def _window(first: int | None, last: int | None) -> tuple[int, int] | None:
    return None if first is None or last is None else (first, last)
