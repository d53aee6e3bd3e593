"""The drawn runs in words: what happens in them, what their figures show, what is certain."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.parameters import OF_LOGISTIC
from verifier.results.drawn import DrawnRun
from verifier.results.experiment import Experiment


def spike_story(spike: DrawnRun) -> str:
    """The drawn run of the square loss in a few sentences."""
    x = spike.instance
    start = (
        f"One run of gradient descent, in ball arithmetic: scale learning rate h = {x['h']}, initial scale "
        f"a_0 = {x['a0']}, saturated learning rate Λ = {x['saturated_lr']}, initial angle "
        f"θ_0 = {x['theta0']}."
    )
    if spike.onset is None or not spike.loss_rises:
        return f"{start} {_quiet(spike)}"
    return (
        f"{start} For {spike.onset} iterations the direction turns to the target, until the sine of its "
        f"angle is about {_sine(spike, spike.onset)}. Then the effective learning rate passes 2 and "
        f"{_growth(spike, spike.onset)} The norm of the weights grows in the spike, which brings the "
        "effective learning rate back below 2 and ends it."
    )


def logistic_story(run: DrawnRun) -> str:
    """The drawn run of the logistic loss in which the loss rises."""
    x = run.instance
    start = (
        "The logistic loss on samples of two kinds, half of them with the margin c + s and half with "
        "c − s, where c and s are the cosine and the sine of the angle to the target: "
        f"η/‖w_0‖² = {x['direction_lr']}, scale learning rate η_α = {x['h']}, initial scale "
        f"α_0 = {x['alpha0']}, initial angle θ_0 = {x['theta0']}. Near the target the effective learning "
        "rate is κ(α)/N, and κ rises and falls again: it is above 2 only while the scale is in a window. "
        "The scale never stops growing, so it passes through the window once, and that is all the time "
        "which the direction’s error has to grow."
    )
    if run.onset is None or not run.loss_rises:
        return f"{start} {_quiet(run)}"
    closes = " The norm then grows, which closes the window altogether." * (run.alpha_window[-1] is None)
    return (
        f"{start} Here the scale enters the window at iteration {run.onset}, when the sine of the angle "
        f"is about {_sine(run, run.onset)}, and {_growth(run, run.onset)}{closes}"
    )


def silent_story(run: DrawnRun, visible: DrawnRun) -> str:
    """The run beside it, in which the scale leaves the window first."""
    changed = ", ".join(
        f"{_LOGISTIC[name]} = {value} in place of {visible.instance[name]}"
        for name, value in run.instance.items()
        if value != visible.instance[name]
    )
    start = f"The same run with {changed}."
    last = run.rising_edges[-1][1] if run.rising_edges else None
    if run.onset is None or run.loss_rises or last is None:
        return start
    return (
        f"{start} The window is narrower, and the effective learning rate stays closer to 2. The direction "
        f"rises for {last + 1 - run.onset} iterations, from {_sine(run, run.onset)} to "
        f"{_sine(run, last + 1)}; then the scale leaves the window, and the error falls again. The loss "
        "falls at every step, and shows nothing of this."
    )


_LOGISTIC = {parameter.key: parameter.shown for parameter in OF_LOGISTIC} | {"h": "η_α"}


def _quiet(run: DrawnRun) -> str:
    return f"Within {run.steps} iterations the loss does not rise."


def _growth(run: DrawnRun, onset: int) -> str:
    rises = run.loss_rises[0][0]
    return (
        f"the angle grows again, unseen for {rises - onset} iterations; at iteration {rises} the "
        "loss begins to rise."
    )


def _sine(run: DrawnRun, t: int) -> str:
    """The sine of the angle at a drawn time, to the nearest power of ten."""
    return "10^{" + str(round(run.log10_sin[run.t.index(t)])).replace("-", "−") + "}"


def description(run: DrawnRun) -> str:
    """The figure of a run in words, for those who do not see it."""
    spikes = f" except at iterations {stretches(run.loss_rises)}" if run.loss_rises else ""
    turns = ""
    if run.onset is not None:
        turns = f" until the onset at {run.onset} and rises at {stretches(run.rising_edges)}"
    rate = f"The effective learning rate{' times κ_{max}' * bool(run.steepest)}"
    return (
        f"Curves over iterations {run.t[0]} to {run.t[-1]}. The loss falls{spikes}. The sine "
        f"of the angle to the target falls{turns}. {rate} is drawn with its "
        f"threshold 2{', and the scale with its window' * bool(run.alpha_window)}."
    )


def caption(run: DrawnRun) -> str:
    """What is marked in the figure of a run."""
    if run.onset is None:
        return "The direction does not rise."
    said = f"Onset T = {run.onset}; the direction rises at {stretches(run.rising_edges)} (shaded)"
    if not run.loss_rises:
        return f"{said}, the loss at no time up to {run.t[-1]}."
    return f"{said}, the loss at {stretches(run.loss_rises)}; the inset shows these steps one by one."


def certainty(spike: DrawnRun) -> str:
    """How far the integers of the drawn run are certified."""
    said = f"Every integer is decided by enclosures with {spike.precision_bits} bits."
    if spike.window:
        lower, upper = spike.window
        said += (
            f" From the state at time {spike.window_from} alone, the claims below already give "
            f"{lower} ≤ T ≤ {upper}."
        )
    return said


def drawn_run(experiment: Experiment) -> DrawnRun | None:
    """The run that an experiment brings for drawing: its series with the events of the reduced map."""
    if experiment.followed is None:
        return None
    events, series = experiment.followed.reduced.events, experiment.followed.series
    return DrawnRun(
        events.onset,
        events.rising_edges,
        events.loss_rises,
        t=series.t,
        log10_sin=series.log10_sin,
        lam=series.lam,
        loss=series.loss,
        steepest=series.steepest,
    )


def stretches(listed: Sequence[Sequence[int | None]], to: str = " to ") -> str:
    """Stretches of time in words, each from its first to its last."""
    return ", ".join(f"{first}{to}{'the end' if last is None else last}" for first, last in listed)
