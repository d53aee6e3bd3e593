"""BatchNorm's bias: it learns the mean of the targets alone, and its fall can hide a rise of the loss.

Statement
    Let f = α⟨x, w⟩/‖w‖_Σ + β, with centered inputs and targets of any mean ȳ.  Then R is the risk of the
    targets y − ȳ without β, and ½(β − ȳ)² more.  So w and α move as without β, and with a rate h_β of its
    own β' − ȳ = (1 − h_β)(β − ȳ), at all times (β_t − ȳ)² = (1 − h_β)^(2t)(β_0 − ȳ)².  The loss-step
    identity has one term more: R' − R = α'ρ(cos θ − cos θ') − h(1 − h/2)(α − ρ cos θ)²
    − h_β(1 − h_β/2)(β − ȳ)².  The loss does not rise at a step t with α_{t+1}ρ(cos θ_t − cos θ_{t+1}) ≤
    h_β(1 − h_β/2)(1 − h_β)^(2t)(β_0 − ȳ)², for 0 ≤ h ≤ 2.
Hypotheses
    Centered inputs, any covariance, ‖w‖_Σ > 0.  One rate for α and β is h_β = h.
Source
    Our own.  Without β it is square.loss-step-identity, which supposes centered targets.
Argument
    The mean of ½(αz/‖w‖ + β − y)² over samples with the mean feature 0: the products of β with αz vanish in
    the mean.  So R splits, and along w and α it has the derivatives that it has without β.  A step on β
    lowers ½(β − ȳ)² by h_β(1 − h_β/2)(β − ȳ)², as R is a parabola in β with curvature 1.
Not verified
    Nothing.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import Eq, Expr, Ge, Integer, Le, Rational

from derivations.direction.data import eps, norm, numerator, y, z
from derivations.direction.rising_identity import CHANGE
from derivations.notation import a, alpha, at_next, at_start, c, h, rho, symbol, t, typeset
from derivations.proof import Proof, System
from derivations.proof.elimination import identity_by_elimination, positive_by_elimination
from derivations.proof.family import Family
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.square.decomposition import ALIGNMENT_FORM
from derivations.square.loss_step_identity import FORM_NEXT, RISK_STEP, SCALE_STEP
from derivations.square.model.hypotheses import seen_weights, whitened
from derivations.square.model.risk import RISK, SAMPLES, Sample, b_w, establish, loss, y_y
from verifier.arithmetic.balls import Ball, ball, less_equal, precision, same
from verifier.claim import (
    Alteration,
    Answer,
    Check,
    Claim,
    Hypothesis,
    Provenance,
    Run,
    Status,
    every,
    given,
)

bias = symbol("bias", r"\beta", "β", "learned shift (BatchNorm's beta)")
y_mean = symbol("y_mean", r"\bar y", "ȳ", "the mean of the targets")
h_bias = symbol("h_bias", r"h_\beta", "h_β", "the learning rate of β")
risk_biased = symbol("risk_biased", r"R_\beta", "R_β", "the risk with the bias β, of targets of any mean")
risk_shifted = symbol("risk_shifted", r"R_{\beta+\varepsilon}", "R_{β+ε}", "the same at β + ε")

BIASED = Family(
    SAMPLES.samples,
    means=(
        *((norm**2, z**2), (b_w, z * y), (y_y, y**2), (risk_biased, loss)),
        *((Integer(0), z), (y_mean, y)),
    ),
    each=(Eq(2 * norm**2 * loss, (alpha * z + norm * bias - norm * y) ** 2),),
)
"""Samples of the mean feature 0 with the loss ½(αz/‖w‖ + β − y)², of which the risk is the mean."""
MOMENTS: Expr = RISK + bias**2 / 2 - bias * y_mean
CENTERED: Expr = RISK.subs(y_y, y_y - y_mean**2)
"""The risk without β of the targets y − ȳ, which have the same b and this mean square."""
SPLIT: Expr = CENTERED + (bias - y_mean) ** 2 / 2
STEP: Expr = bias - h_bias * (bias - y_mean)
"""β', by the derivative in β, which is β − ȳ."""
LOST: Expr = h_bias * (1 - h_bias / 2) * (bias - y_mean) ** 2
BIASED_STEP: Expr = RISK_STEP - LOST
FORM, LATER = (
    Eq(one, form + (shift - y_mean) ** 2 / 2)
    for one, form, shift in (
        (risk_biased, ALIGNMENT_FORM, bias),
        (at_next(risk_biased), FORM_NEXT, at_next(bias)),
    )
)
"""The risk at both times: square.decomposition of the centered targets, and the share of β."""
_STEPPED = {
    at_next(risk_biased): LATER.lhs - LATER.rhs,
    risk_biased: FORM.lhs - FORM.rhs,
    at_next(bias): at_next(bias) - STEP,
    at_next(alpha): at_next(alpha) - SCALE_STEP,
}

OFF: Expr = bias - y_mean
SHRINKS: Expr = (1 - h_bias) ** 2
RUN = System(
    name="bias", state=(bias,), parameters=(h_bias, y_mean), relations=(at_next(bias) - STEP,),
    tracked=(bias,),
)  # fmt: skip
"""The bias along any run."""
MODEL = (*RUN.relations,)
"""What the symbols mean."""
STEPS = 60
SHIFTS = (1, 30)
"""(β_0 − ȳ)/ρ of the runs that are tried."""


def derive() -> Proof:
    """The mean of the losses; a step of β; the two changes add up."""
    proof = Proof(CLAIM.id)
    split, slope = _split(proof), _slope(proof)
    step = identity_by_elimination(
        proof, "loss step with bias", at_next(risk_biased) - risk_biased, BIASED_STEP,
        _STEPPED,
        because="As w and α move as without β, square.loss-step-identity gives the rest.",
    )  # fmt: skip
    proof.conclude(split, slope, *_along_runs(proof), step, _hidden(proof))
    return proof


def _split(proof: Proof) -> str:
    """R in moments, and as two parts."""
    moments = establish(proof, BIASED, moments=MOMENTS, mean=risk_biased)
    return identity_by_elimination(
        proof, "risk splits", numerator(risk_biased - SPLIT), 0,
        {risk_biased: numerator(risk_biased - MOMENTS)}, given=[norm > 0], lemmas=[moments],
        because="With the mean feature 0 no product of β with w or α is left: the risk splits.",
    )  # fmt: skip


def _slope(proof: Proof) -> str:
    """R(β + ε) − R(β) = ε(β − ȳ + ε/2)."""
    return identity_by_elimination(
        proof, "gradient in the bias", risk_shifted - risk_biased, eps * (bias - y_mean + eps / 2),
        {
            risk_shifted: numerator(risk_shifted - SPLIT.subs(bias, bias + eps)),
            risk_biased: numerator(risk_biased - SPLIT),
        },
        given=[norm > 0], because="So the derivative in β is β − ȳ.",
    )  # fmt: skip


def _along_runs(proof: Proof) -> tuple[str, str]:
    """(β_t − ȳ)² = (1 − h_β)^(2t)(β_0 − ȳ)², as two inequalities."""
    run = proof.system(RUN)
    shrinks = proof.positive("share is not negative", SHRINKS, terms=[(1, [], 1 - h_bias)], strict=False)
    found = []
    for direction, sign in ((">=", 1), ("<=", -1)):
        step = proof.positive(
            f"bias, one step, {direction}", sign * (RUN.after(OFF) ** 2 - SHRINKS * OFF**2),
            relations=run.relations, terms=[], strict=False,
        )  # fmt: skip
        iterated = proof.rule(
            "growth", f"bias, {direction}", run, quantity=OFF**2, ratio=SHRINKS, direction=direction,
            step=step, nonnegative=shrinks, because="Iterated: (β_t − ȳ)² = (1 − h_β)^(2t)(β_0 − ȳ)².",
        )  # fmt: skip
        found.append(iterated)
    return found[0], found[1]


TURNED: Expr = at_next(alpha) * rho * (c - at_next(c))
HIDES = Ge(LOST - TURNED, 0, evaluate=False)


def _hidden(proof: Proof) -> str:
    """Where β falls fast enough, the loss does not rise."""
    fall = Ge(risk_biased - at_next(risk_biased), 0, evaluate=False)
    return positive_by_elimination(
        proof, "hidden", fall.lhs, given=[HIDES, h >= 0, h <= 2], relations=_STEPPED,
        terms=[(1, [HIDES], 1), (Rational(1, 2), [h >= 0, h <= 2], alpha - rho * c)], strict=False,
        because="R − R' is what β loses, less what the turn adds, and h(1 − h/2)(α − ρ cos θ)².",
    )  # fmt: skip


def holds_on_data(sample: Sample, curved: int = 1, centered: bool = True) -> Answer:
    """The risk of targets that are not centered, and one step of it, from the raw data.

    ``curved`` multiplies the h_β/2; without ``centered`` the risk is taken not to split.
    """
    return every(*(_one_step(sample, Fraction(x), curved, centered) for x in ("3/2", "-7")))


def _one_step(sample: Sample, shift: Fraction, curved: int, centered: bool) -> Answer:
    """``shift`` is ȳ − β: predictions with β of targets y + ȳ are those without of y + ȳ − β."""
    raised, lowered = sample.raised(shift), sample.raised(shift * (1 - sample.h))
    moved, scale = raised.descend(sample.w, sample.alpha)
    alone, scale_alone = sample.descend(sample.w, sample.alpha)
    before, after = (one.risk(sample.w, sample.alpha) for one in (sample, raised))
    rate, square = sample.evaluate(h), ball(shift**2)
    gained = sample.risk(alone, scale_alone) - before
    return every(
        *(same(x, y) for x, y in zip(moved, alone, strict=True)),
        same(scale, scale_alone),
        same(after - before, square / 2 if centered else square),
        same(lowered.risk(moved, scale) - after, gained - rate * (1 - curved * rate / 2) * square),
    )


def fall(run: Run, shift: Any, time: int, slowed: int = 1) -> Ball:
    """What β loses in a step, over ρ², from β_0 − ȳ = ``shift``·ρ at the rate h of α.

    ``slowed`` divides the rate in the power, to be refuted.
    """
    return run.h * (1 - run.h / 2) * (1 - run.h / slowed) ** (2 * time) * shift**2


def holds_in_runs(run: Run, slowed: int = 1) -> Answer:
    """The loss with β does not rise where the statement says so, by the loss without and what β loses."""

    def one(shift: int, time: int) -> Answer:
        # cos θ − cos θ' by square.rising-identity, as both are near 1
        turned = run.evaluate(at_next(a) * CHANGE / (c + at_next(c)), time)
        with precision(128):
            hides = less_equal(turned, fall(run, shift, time, slowed))
            return given(hides, lambda: less_equal(run.loss_step(time) - fall(run, shift, time), 0))

    return every(*(one(shift, time) for shift in SHIFTS for time in range(STEPS)))


CLAIM = Claim(
    id="general.batchnorm-bias",
    title="BatchNorm's bias learns the mean alone, and its fall can hide a rise of the loss",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(Eq(risk_biased, SPLIT, evaluate=False), samples=BIASED),
        for_all(
            Eq(risk_shifted - risk_biased, eps * (bias - y_mean + eps / 2), evaluate=False),
            where=[Eq(risk_biased, SPLIT), Eq(risk_shifted, SPLIT.subs(bias, bias + eps))],
        ),
        always(Eq(OFF**2, SHRINKS**t * (at_start(bias) - y_mean) ** 2, evaluate=False)),
        for_all(
            Eq(at_next(risk_biased) - risk_biased, BIASED_STEP, evaluate=False), where=[FORM, LATER],
        ),
        for_all(Le(at_next(risk_biased), risk_biased), given=[HIDES, h >= 0, h <= 2], where=[FORM, LATER]),
    ),
    hypotheses=(
        hypothesis(
            "α follows its gradient",
            "Needed: ρ = 1, θ = θ' = 0, α = 0, h = 1/2, α' = 1 and β = ȳ change R by −1/2 and not by −3/8.",
            (at_next(alpha) - SCALE_STEP,),
        ),
        Hypothesis(
            "β follows its gradient", typeset(Eq(at_next(bias), STEP)),
            "Needed: with ρ = 1, θ = θ' = 0, α = α' = 1 and β' = β = ȳ + 1 the risk does not fall.",
        ),
        seen_weights("needed: at ‖w‖_Σ = 0 the prediction is 0/0"),
        Hypothesis(
            "centered inputs", r"\overline{x} = 0",
            "Needed: for one sample x = y = w = 1, α = 0 the derivative in α is −1 at β = 0, and 0 at "
            "β = 1.  BatchNorm itself centers the features.",
        ),
        whitened("not needed: holds for every Σ, with the Σ-angle"),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "data",
            holds_on_data,
            (
                Alteration("1 − h_β/2 becomes 1 − h_β", {"curved": 2}),
                Alteration("β counts twice in the risk", {"centered": False}),
            ),
        ),
        Check("run", holds_in_runs, (Alteration("β falls half as fast", {"slowed": 2}),)),
    ),
    experiments=("verifier.studies.experiments.hidden_rise:hidden",),
)

if __name__ == "__main__":
    main(CLAIM)
