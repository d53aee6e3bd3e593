"""Certifies when a spike becomes visible, without iterating to it.

Three parts: iterate until the angle is tiny; take one ``square.frozen-leap`` over the thousands or
billions of steps during which it stays tiny; iterate again, from the enclosed state behind the leap,
until sin θ reaches the visible level, the loss rises, and the edge ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from types import SimpleNamespace

from derivations.square import frozen_leap
from verifier.arithmetic.balls import Ball, Undecided, ball, less_equal, positive, precision
from verifier.dynamics.instance import Instance
from verifier.dynamics.model import State, load_model
from verifier.dynamics.onset import MAX_STEPS, never_rises
from verifier.dynamics.run import Run, rises

PRECISIONS = (256, 512, 1024, 2048)


@dataclass(frozen=True)
class Spike:
    """The first rising edge and what becomes visible of it; every time counts steps from 0.

    ``visible`` is the certified window [first, last] of the first t with sin θ_t ≥ the level, or None when
    it is not reached within the first edge.  ``edge_end`` is the last rising step, ``loss_rises`` the
    first and last step of the edge at which the loss rises.  ``certified`` is False when some comparison
    stayed undecided; then only what is present is certified.
    """

    onset: int | None = None
    visible: tuple[int, int] | None = None
    edge_end: int | None = None
    loss_rises: tuple[int, int] | None = None
    steps_iterated: int = 0
    steps_leapt: int = 0
    precision_bits: int = PRECISIONS[0]
    certified: bool = False


def certify_spike(instance: Instance, level: Fraction, max_steps: int = MAX_STEPS) -> Spike:
    """The first rising edge of ``instance`` and the time at which sin θ reaches ``level`` in it.

    ``level`` is between 0 and 1/√2.  Raises ``ValueError`` otherwise.
    """
    if not (0 < level and 2 * level**2 < 1):
        raise ValueError(f"the visible level of sin θ must be in (0, 1/√2), not {level}")
    iterated, found = 0, Spike()
    for bits in PRECISIONS:
        with precision(bits):
            found = _attempt(instance, level, bits, max_steps)
        iterated += found.steps_iterated
        if found.certified:
            break
    return replace(found, steps_iterated=iterated)


def _attempt(instance: Instance, level: Fraction, bits: int, max_steps: int) -> Spike:
    run = Run(instance, bits)
    tiny = ball(instance.h) ** 2 * ball(Fraction(1, 10**20))
    for t in range(max_steps):
        verdict, x = run.rising(t), run.state(t)
        if verdict is None:
            return Spike(steps_iterated=t, precision_bits=bits)
        if verdict:
            found = _follow(run.h, (x.p, x.q, x.e, x.N, x.r), t, level, max_steps)
            return replace(found, onset=t, steps_iterated=t + found.steps_iterated, precision_bits=bits)
        if never_rises(x):
            return Spike(steps_iterated=t, precision_bits=bits, certified=True)
        if 4 * x.s < tiny:
            found = _leap(run.h, x, t, tiny, level, max_steps)
            return replace(found, steps_iterated=t + found.steps_iterated, precision_bits=bits)
    return Spike(steps_iterated=max_steps, precision_bits=bits)


def _leap(
    rate: Ball, x: SimpleNamespace, t: int, tiny: Ball, level: Fraction, max_steps: int
) -> Spike:
    """Leap from the tiny state x at time t to just before sin θ is ``tiny`` again, and follow on."""
    lower, upper = frozen_leap.onset_window(rate, x)
    if lower != upper:
        return Spike()
    try:
        count = _longest_leap(rate, x, lower, tiny)
        after = frozen_leap.enclose(rate, x, count, tiny)
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
        after = frozen_leap.enclose(rate, x, count, tiny)
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
    model, bound = load_model("square"), ball(level) ** 2
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
