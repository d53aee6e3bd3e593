"""The loop of a training run in floating point: each step from the derived formulas."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from derivations.general.model import moments as of
from derivations.notation import alpha, eta, h, rho
from verifier.arithmetic.compile import compile_map
from verifier.batch.compiler import compiled, inlined

Floats = NDArray[np.float64]
Found: TypeAlias = tuple[int, int, int, int, int, float]

SEEN = 0.05
"""The sine of the angle from which on a spike can be seen."""
SLIGHT, CLEAR = 1.01, 1.1
"""How much above its least value so far the loss is called risen."""
KEPT = 5
"""How many numbers of each step a followed run keeps: sin²θ, λ, α, the loss, and whether θ rises."""


@cache
def _step() -> Callable[..., tuple[float, ...]]:
    """k_b, k_d, Δα, V, the part along u, sin²θ and R − R* as functions of the state and the rates."""
    arguments = (of.reach, of.beside, of.spread, alpha, rho, eta, h, of.eps_bn)
    outputs = (of.by_target, of.by_rest, of.scale_step, of.V, of.along, of.tilt, of.excess)
    program = compile_map(dict(of.STEP), arguments, outputs)
    names: dict[str, Any] = {f"_{n}": float(n) for n in program.integers} | {"sqrt": np.sqrt}
    exec(compile(program.source, "<one step>", "exec"), names)
    return inlined(names["compiled"])


@inlined
def _exact_product(a: float, b: float) -> tuple[float, float]:
    """a·b as the sum of its rounded value and the rest, exactly (Dekker)."""
    product = a * b
    wide = 134217729.0 * a
    a_high = wide - (wide - a)
    wide = 134217729.0 * b
    b_high = wide - (wide - b)
    a_low, b_low = a - a_high, b - b_high
    return product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low


@cache
def program() -> Callable[..., Found]:
    """The whole run, in machine code where numba is installed; see ``course.follow`` for what it takes."""
    step, product = _step(), _exact_product

    def run(
        covariance: Floats, target: Floats, direction: Floats, size: float, rest: float, mean: float,
        eta: float, h: float, eps: float, momentum: float, decay: float,
        w: Floats, scale: float, bias: float, single: bool, exact: bool, general: bool,
        noise: Floats, draw: Any, steps: int, kept: Floats, states: Floats, first_state: int,
    ) -> Found:  # fmt: skip
        d, drawn = len(w), noise.shape[1]
        apart, pulled, normal = np.empty(d), np.empty(d), np.empty(drawn)
        speed, scale_speed, bias_speed = np.zeros(d), 0.0, 0.0
        # Without rounding d is carried by itself, as ``apart`` times ``unit``: it may become 1e-2000.
        unit, shift, reach_speed = 1.0, 0, 0.0
        sideways = np.empty(d)
        head_on = 0.0
        for i in range(d):
            head_on += target[i] * target[i] / size
        for i in range(d):
            sideways[i] = target[i] - head_on * direction[i] if general else 0.0
        onset, visible, slight, clear, ended = -1, -1, -1, -1, -1
        peak, least_tilt, least_loss, before = 0.0, np.inf, np.inf, 0.0
        reach = 0.0
        for t in range(steps):
            if t == 0 or not exact:
                reach = 0.0
                for i in range(d):
                    reach += target[i] * w[i]
                reach /= size
                for i in range(d):
                    high, low = product(reach, direction[i])
                    apart[i] = (w[i] - high) - low
            beside, spread = 0.0, 0.0
            if not exact:
                for i in range(d):
                    beside += target[i] * apart[i]
                beside /= size
            for i in range(d):
                total = 0.0
                for j in range(d):
                    total += covariance[i, j] * apart[j]
                pulled[i] = total
                spread += total * apart[i]
            small = spread
            spread *= unit * unit
            by_target, by_rest, scale_step, V, along, tilt, excess = step(
                reach, beside, spread, scale, size, eta, h, eps
            )
            cosine = np.sqrt(max(1.0 - tilt, 0.0))
            rate = eta * abs(scale) * size / V
            loss = excess + rest + 0.5 * (bias - mean) ** 2
            rises = scale * along > 0
            if rises and general:
                turned = (reach * beside + spread) / (V * unit) if unit > 0 else 0.0
                A, B, G = 0.0, 0.0, 0.0
                for i in range(d):
                    normal_i = turned * target[i] / size - along / V * pulled[i]
                    A += normal_i * normal_i
                    B += normal_i * (reach * target[i] / size + pulled[i])
                    total = 0.0
                    for j in range(d):
                        total += covariance[i, j] * (turned * target[j] / size - along / V * pulled[j])
                    G += normal_i * total
                B /= np.sqrt(V)
                if along < 0:
                    B = -B
                rises = (
                    rate * (cosine * cosine * G - (cosine * B + unit * A) ** 2)
                    > 2 * (1 + momentum) * cosine * A
                )
            elif rises:
                rises = rate * (1.0 - 2.0 * tilt) > 2 * (1 + momentum) * cosine
            if rises and onset < 0:
                onset = t
            least_tilt, least_loss = min(least_tilt, tilt), min(least_loss, loss)
            if onset >= 0:
                floor = least_tilt if general else 0.0
                if visible < 0 and tilt >= floor + SEEN * SEEN:
                    visible = t
                if slight < 0 and loss >= SLIGHT * least_loss:
                    slight = t
                if clear < 0 and loss >= CLEAR * least_loss:
                    clear = t
                if visible >= 0 and ended < 0 and tilt < before and t > visible:
                    ended = t
                peak = max(peak, loss / least_loss)
            before = tilt
            if t < len(kept):
                kept[t, 0], kept[t, 1], kept[t, 2], kept[t, 3] = tilt, rate, scale, loss
                kept[t, 4] = 1.0 if rises else 0.0
            if first_state <= t < first_state + len(states):
                for i in range(d):
                    states[t - first_state, i] = w[i]
                states[t - first_state, d] = scale
            if exact:
                back = 0.0
                for i in range(d):
                    back += target[i] * pulled[i] / size
                reach_speed = (
                    momentum * reach_speed
                    + by_target * head_on
                    + by_rest * unit * back
                    - eta * decay * reach
                )
                reach += reach_speed
                for i in range(d):
                    change = by_rest * (pulled[i] - back * direction[i])
                    if general:
                        change += by_target / unit * sideways[i]
                    speed[i] = momentum * speed[i] + change - eta * decay * apart[i]
                    apart[i] += speed[i]
                if 0 < small < 1e-100 or (small > 1e100 and shift > 0):
                    up = small < 1.0
                    shift += 1 if up else -1
                    unit = 2.0 ** (-100.0 * shift)
                    for i in range(d):
                        apart[i] *= 2.0**100 if up else 2.0**-100
                        speed[i] *= 2.0**100 if up else 2.0**-100
            for j in range(drawn):
                normal[j] = draw.standard_normal()
            for i in range(0 if exact else d):
                change = by_target * target[i] + by_rest * pulled[i]
                for j in range(drawn):
                    change += noise[i, j] * normal[j]
                speed[i] = momentum * speed[i] + change - eta * decay * w[i]
                moved = w[i] + speed[i]
                w[i] = np.float64(np.float32(moved)) if single else moved
            scale_speed = momentum * scale_speed + scale_step - h * decay * scale
            scale += scale_speed
            bias_speed = momentum * bias_speed - h * (bias - mean) - h * decay * bias
            bias += bias_speed
            if single:
                scale, bias = np.float64(np.float32(scale)), np.float64(np.float32(bias))
        return onset, visible, slight, clear, ended, peak

    return compiled(run)
