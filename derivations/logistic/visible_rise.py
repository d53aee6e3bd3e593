"""Does the growth inside the window become a loss rise, or does α leave first?  Both, and a third thing.

Statement
    Each run listed in the evidence and in the map of the report is one of four, decided by balls for all
    time.  NEVER: the direction does not rise, nor does the loss.  SCALE: the direction rises, the loss
    never does, and after the last rise of the direction α is outside the window {κ(α) > 2N_on} of the norm
    N_on at the onset: α left first.  NORM: the same, but α is still inside that window: the norm has grown
    and closed it.  LOSS: the loss rises.  Which one, and what happens in each: see Argument.
Hypotheses
    Planar, 0 < h ≤ 2, α_0 > 0, margins not negative at the start.
Source
    Extension: [1], abstract, stops at the finite-horizon precursor.
Argument
    A run is followed until logistic.never-rises applies to its state; nothing rises after that, neither
    the direction nor, by logistic.loss-rises-only-with-direction, the loss.  By logistic.loss-step-bound
    a rise of the loss needs an angle of the order √h.
    NEVER means η/‖w_0‖² ≤ 2/max κ when the angle is small.  Between there and the limit of the listed curve
    it is SCALE: by logistic.window-law the angle is back at its old size only if J(ν, α_0) > 0, that is
    ν > ν*(α_0), and of the order √h only if J > h ln(√h/s_0).  Beyond this curve it is LOSS, with NORM in a
    strip between, where both ends come together.  In NORM the angle comes up to the order √h and N grows in
    step with κ(α), so that λ stays near 2; in LOSS it grows beyond that.  NORM holds also where the window
    opens with little delay, νκ(α_0) near 2: there λ − 2 grows from 0 to no more than the order of the root
    of h ln(√h/s_on), s_on being the sine at the onset, and the direction adds less than the scale takes,
    unless ln(√h/s_on) is at least some multiple of h^{−1/3}: the angle must have had time to become small.
    All this is exact arithmetic.  In float32 or float64 rounding keeps the angle from becoming small, as
    in square.noise-floor, and it comes back, with or without a loss rise, where in truth α leaves first.
Not verified
    What the Argument says beyond the four outcomes is description, not decided run by run.
    The curve J = h ln(√h/s_0) and the power h^{−1/3} are for h → 0; the evidence sets certified runs beside
    them.  Between the listed runs nothing is claimed.  That rounding acts as a floor is a model, checked on
    training.  The certificate is that of logistic.loss-step-bound.
"""

from __future__ import annotations

from sympy import Expr, Gt, factor

from derivations.logistic import loss_step_bound
from derivations.logistic.lemmas.aligned import SPEED, TURN
from derivations.logistic.lemmas.loss_steps import ALIGNED, IN_TWO_STEPS, LATER, NOW, risk
from derivations.logistic.loss_step_bound import BELOW_ONE, FACTOR, LOSS_RISES, PRICE, TAKEN, WIDENS
from derivations.logistic.model.hypotheses import two_groups
from derivations.logistic.model.risk import g_m
from derivations.logistic.model.system import GAIN, g_far, g_near
from derivations.logistic.never_rises import never_rises
from derivations.notation import alpha, at_next, c, h, lam, s
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, for_all
from derivations.sigmoid.kappa import KAPPA
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Run, Status, never

GAINED: Expr = factor((1 - lam) ** 2 - 1)
"""(s'² − s²)/s² at a tiny angle."""
SEEN: Expr = 2 * h * SPEED**2 / (KAPPA * GAINED)
"""At a tiny angle the loss rises where s² exceeds this, to first order in h and s²."""
_PULLED = [at_next(g_far) > 0, at_next(g_near) > 0]
FALLS = r"R_{t+1} \le R_t \text{ for all } t"
STEPS = 60
"""How many steps of a run a check looks at, before and after the end of its window."""


def derive() -> Proof:
    """What a loss rise takes: certain, and to first order."""
    proof = Proof(CLAIM.id)
    certain = loss_step_bound.establish(proof)
    proof.say("So the loss rises only if:", Gt(FACTOR * at_next(s) ** 2, PRICE))
    if (TURN - (1 - lam)).expand() != 0:
        raise ValueError("an aligned tan θ is not multiplied by 1 − λ")
    proof.say(
        "To first order R = ℓ(α) + ½κ(α)s², by logistic.window-law, and s' = (1 − λ)s; so the direction "
        "adds, and the scale takes:",
        KAPPA * s**2 * GAINED / 2,
        h * SPEED**2,
    )
    proof.say("and the loss rises where s² exceeds:", SEEN)
    proof.say(
        "As h → 0 this is of the order h, unless λ − 2 is small: at the onset, where it is 0, and after an "
        "onset without delay."
    )
    proof.conclude(*certain)
    return proof


def holds_after_the_window(run: Run, slack: int = 1) -> Answer:
    """Once ``logistic.never-rises`` applies, the loss does not rise at any of the next steps.

    ``slack`` multiplies the bound that the norm has to reach.
    """
    for over in range(STEPS):
        applies = never_rises(run.state(over), slack)
        if applies is None:
            return Answer.UNDECIDED
        if applies:
            return never(run.loss_rises(t) for t in range(over, over + STEPS))
    return Answer.VACUOUS


CLAIM = Claim(
    id="logistic.visible-rise",
    title="what becomes of the window: a loss rise, or α leaves first",
    provenance=Provenance.EXTENSION,
    wanted=Status.ENCLOSED,
    statement="".join(
        rf"\text{{{name}: }} {condition};\quad "
        for name, condition in (
            ("NEVER", r"|\sin\theta_{t+1}| \le |\sin\theta_t| \text{ for all } t"),
            ("SCALE", FALLS + r",\ \kappa(\alpha_{\mathrm{last}}) < 2 N_{\mathrm{on}}"),
            ("NORM", FALLS + r",\ \kappa(\alpha_{\mathrm{last}}) > 2 N_{\mathrm{on}}"),
        )
    )
    + r"\text{LOSS: } R_{t+1} > R_t \text{ for some } t",
    certified=Statement(
        for_all(
            risk(LATER) - risk(NOW) <= TAKEN - PRICE.subs(g_m, GAIN),
            given=[WIDENS, ALIGNED, at_next(alpha) >= 0, *BELOW_ONE],
            where=IN_TWO_STEPS,
        ),
        for_all(
            Gt(FACTOR * at_next(s) ** 2, PRICE.subs(g_m, GAIN), evaluate=False),
            given=[LOSS_RISES, at_next(c) >= 0, ALIGNED, at_next(alpha) >= 0, *BELOW_ONE, *_PULLED],
            where=IN_TWO_STEPS,
        ),
    ),
    hypotheses=(
        Hypothesis(
            "scale learning rate at most 2",
            r"0 < h \le 2",
            "For h > 8 a step of α alone may raise the loss (logistic.loss-rises-only-with-direction).",
        ),
        Hypothesis(
            "active margins at the start",
            r"\theta_0 \le \tfrac{\pi}{4},\ \alpha_0 > 0",
            "Not needed to follow a run; its end is certain only once all margins are positive.",
        ),
        two_groups(
            "Not examined: for general ξ the criterion of rising is another (logistic.rising-criterion).",
            "planar",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "logistic",
            holds_after_the_window,
            (Alteration("the window counts as over at a third of the norm", {"slack": 3}),),
        ),
    ),
    experiments=(
        "verifier.studies.experiments.visible_rise:outcomes",
        "verifier.studies.experiments.visible_rise:short_delay",
        "verifier.studies.experiments.window_noise:training",
    ),
)

if __name__ == "__main__":
    main(CLAIM)
