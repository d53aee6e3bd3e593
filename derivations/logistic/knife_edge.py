"""The knife edge: κ has one maximum, so an aligned direction is above threshold in one window of α at most.

Statement
    κ(α) = ασ(−α) + α²σ(α)σ(−α) increases on (0, α*], decreases after it, and vanishes at 0 and at ∞.  As
    s → 0 the effective learning rate is κ(α)/N.  So where 2N ≥ κ(α*), that is η/‖w‖² ≤ 2/κ(α*), it is at
    most 2 in this limit, whatever α is; where 2N < κ(α*) it is above 2 exactly while α is in (α_on, α_off),
    between the two places at which κ = 2N.  The enclosures of α*, κ(α*) and 2/κ(α*) are in the formula,
    cut off and not rounded; the evidence has them to more digits.
Hypotheses
    α > 0; the limit s → 0, with N held.
Source
    Extension; [1], abstract, speaks of a "knife-edge regime".  The constants and their enclosures are ours.
Argument
    κ'(α) = gP(α, g) with g = σ(−α) and P = α²(1 − g)(1/(α²(1 − g)) + 1/α − (1 − 2g)).  As α grows, g
    falls, so each of the three terms of the bracket falls: where P ≥ 0, P > 0 everywhere to the left.  P
    is 1 at α = 0 and tends to −∞, so it changes its sign once, at α*.  Bisection in balls encloses α*,
    for the sign of P at a single point tells on which side of α* it lies.  And κ(α) ≤ α(1 + α)e^{−α} → 0.
Not verified
    The certificate is about the sign of P alone: where P ≥ 0, P > 0 to the left; P > 0 if 0 < α < 2.029,
    and P < 0 if α > 2.03, by rational bounds of σ there.  So it has α* = 2.029…; the further digits, and
    those of κ(α*), are from balls.  That κ' = gP is computer algebra; that P changes its sign at α*, and
    nowhere else, is also enclosed, by cells that cover α ≥ 0.  What the sign of κ' says of κ, and the
    limits at 0 and ∞, are calculus by hand.
"""

from __future__ import annotations

from dataclasses import replace

from flint import arb
from sympy import Eq, Expr, Function, Ge, collect, expand_mul, factor

from derivations.notation import alpha, symbol, typeset
from derivations.proof import Proof, System
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always
from derivations.sigmoid.facts import MONOTONE, lemma
from derivations.sigmoid.kappa import KAPPA, SLOPE_FACTOR, at, g, in_g, kappa_maximum, window
from derivations.sigmoid.kappa_peak import LEFT, RIGHT, establish_sign
from verifier.arithmetic.balls import (
    Ball,
    Undecided,
    both,
    floor_of_lower,
    floor_of_upper,
    iff,
    less,
    less_equal,
    precision,
)
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

later = symbol("later", r"\beta", "β", "a larger scale")
g_later = symbol("g_later", r"g_\beta", "g_β", "σ(−β)")
z = symbol("z_alpha", "z", "z", "−α")
z_later = symbol("z_later", r"z_\beta", "z_β", "−β")
_P = symbol("P_slope", "P", "P", "κ'(α)/σ(−α)")

P: Expr = collect(in_g(SLOPE_FACTOR), alpha, factor)
"""κ'(α)/g as a polynomial in α and g."""
P_LATER: Expr = P.subs({alpha: later, g: g_later}, simultaneous=True)

TWO_SCALES = System(
    name="two scales",
    state=(),
    parameters=(alpha, later, z, z_later, g, g_later),
    conditions=(
        alpha > 0,
        later - alpha > 0,
        Ge(P_LATER, 0, evaluate=False),
        later > 0,
    ),
    instant=(z + alpha, z_later + later),
    sigma=((z, g), (z_later, g_later)),
)
"""Scales 0 < α < β with g = σ(−α) and g_β = σ(−β), and κ'(β) ≥ 0."""

UP_TO = replace(
    TWO_SCALES,
    name="a scale before",
    conditions=TWO_SCALES.conditions[:2],
    instant=(*TWO_SCALES.instant, later - LEFT),
)
"""0 < α < β = ``LEFT``."""
FROM = replace(
    TWO_SCALES,
    name="a scale beyond",
    conditions=(alpha > 0, later - alpha > 0, later > 0),
    instant=(*TWO_SCALES.instant, alpha - RIGHT),
)
"""β > α = ``RIGHT``."""

BITS = 256
SHOWN = 22
STEPS = 24


def derive() -> Proof:
    """The sign of κ' at a later scale and its sign at an earlier one."""
    proof = Proof(CLAIM.id)
    proof.say("As the angle goes to 0, λN goes to:", Eq(Function("kappa")(alpha), KAPPA))
    if in_g(KAPPA.diff(alpha)) != (g * P).expand():
        raise ValueError("κ' is not g·P")
    proof.say("Its derivative is g = σ(−α) times:", Eq(_P, P))
    proof.conclude(establish(proof), *establish_place(proof))
    place, largest, edge = constants(SHOWN).values()
    proof.say(
        f"So κ' changes its sign once, between these.  Balls enclose where, α* = {place}…, and with it "
        f"the largest κ, {largest}…, and the knife edge 2/κ(α*) = {edge}…."
    )
    return proof


def establish(proof: Proof) -> str:
    """Where P ≥ 0 at a scale β, P > 0 at every α in (0, β)."""
    system = proof.system(TWO_SCALES)
    falls = lemma(proof, MONOTONE, [(z, g), (z_later, g_later)])
    below = proof.conclusions[falls]
    positive, before, uphill = system.conditions[:3]
    short, short_later = 1 - g > 0, 1 - g_later > 0
    ordered = proof.positive(
        "arguments in order",
        z - z_later,
        because="The larger the scale, the smaller the argument.",
        given=[before],
        relations=system.instant,
        terms=[(1, [before], 1)],
        strict=False,
    )
    proof.rule("consequence", "arguments in order, of both scales", system, sequents=[ordered])
    step = proof.positive(
        "earlier sign",
        P,
        because="For 0 < α < β with P ≥ 0 at β, as g falls,",
        given=(positive, later > 0, before, short, short_later, uphill, *proof.assumptions[falls]),
        lemmas=[falls],
        multiplier=(later > 0, later > 0, short_later),
        terms=[
            (1, (uphill, short), alpha),
            (1, (short, before, positive), 1),
            (1, (short, before, later > 0), 1),
            (1, (below,), later),
            (1, (short, short_later, positive, later > 0, before), 1),
            (2, (below, short, short_later), alpha * later),
        ],
    )
    return proof.rule(
        "consequence",
        "one sign change",
        system,
        sequents=[step],
        because="where g = σ(−α) and g_β = σ(−β): where κ' ≥ 0, κ' > 0 at all smaller scales.",
    )


def establish_place(proof: Proof) -> tuple[str, str]:
    """P > 0 at all α in (0, ``LEFT``), and P < 0 at all β > ``RIGHT``; after ``establish``."""
    positive, before = UP_TO.conditions
    short, short_later = 1 - g > 0, 1 - g_later > 0
    falls = lemma(proof, MONOTONE, [(z, g), (z_later, g_later)])
    below = proof.conclusions[falls]
    rises = establish_sign(proof, P_LATER, later, (z_later, g_later), LEFT, rises=True)
    far = proof.positive(
        "β positive", later, relations=[later - LEFT], terms=[(LEFT, [], 1)], because="As this is at β > 0,"
    )
    sinks = establish_sign(proof, P, alpha, (z, g), RIGHT, rises=False)
    step = proof.positive(
        "later sign",
        -P_LATER,
        because="For 0 < α < β with P < 0 at α, as g falls,",
        given=(positive, later > 0, before, short, short_later, -P > 0, *proof.assumptions[falls]),
        lemmas=[falls],
        multiplier=(positive, positive, short),
        terms=[
            (1, (-P > 0, short_later), later),
            (1, (short, before, positive), 1),
            (1, (short, before, later > 0), 1),
            (1, (below,), later),
            (1, (short, short_later, positive, later > 0, before), 1),
            (2, (below, short, short_later), alpha * later),
        ],
    )
    up_to, onward = proof.system(UP_TO), proof.system(FROM)
    for system, sequents in ((up_to, [far, rises]), (onward, [sinks])):
        known = ["arguments in order", *sequents]
        proof.rule("consequence", f"{system.name}: sign", system, sequents=known)
    left = proof.rule(
        "consequence", "P positive before", up_to, sequents=["earlier sign"],
        because=f"So κ' > 0 at all smaller scales than {LEFT}.",
    )  # fmt: skip
    right = proof.rule(
        "consequence", "P negative beyond", onward, sequents=[step],
        because=f"And κ' < 0 at all larger ones than {RIGHT}.",
    )  # fmt: skip
    return left, right


def digits(x: Ball, places: int) -> str:
    """The first decimals of a positive number: those that all numbers in ``x`` share, not rounded.

    Raises ``Undecided`` if there are fewer than ``places`` of them.
    """
    with precision(BITS):
        scaled = x * arb(10) ** places
        if (common := floor_of_lower(scaled)) != floor_of_upper(scaled):
            raise Undecided(f"{places} decimals of {x}")
    whole, decimals = divmod(common, 10**places)
    return f"{whole}.{decimals:0{places}d}"


def constants(places: int) -> dict[str, str]:
    """The first decimals of α*, κ(α*) and 2/κ(α*), by their LaTeX."""
    top, largest = kappa_maximum(BITS)
    with precision(BITS):
        values = {r"\alpha^*": top, r"\kappa(\alpha^*)": largest, r"2/\kappa(\alpha^*)": 2 / largest}
    return {name: digits(x, places) for name, x in values.items()}


def holds(run: Run, constant: str = "") -> Answer:
    """κ(α_t) ≤ κ(α*) along the run; ``constant`` replaces the 2/κ(α*) of the statement."""
    largest = 2 / arb(constant) if constant else kappa_maximum(BITS)[1]
    return every(*(less_equal(at(KAPPA, run.state(t).alpha), largest) for t in range(STEPS)))


def holds_on_both_branches(run: Run, shift: int = 0) -> Answer:
    """From α_0 to α_0 + 1/10, κ increases if both are left of α*, decreases if both are right of it.

    ``shift`` moves α*, in tenths.
    """
    start = run.state(0).alpha
    end = start + arb(1) / 10
    top = kappa_maximum(BITS)[0] + arb(shift) / 10
    grows = less(at(KAPPA, start), at(KAPPA, end))
    left, right = less_equal(end, top), less_equal(top, start)
    return every(given(left, lambda: grows), given(right, lambda: iff(grows, False)))


def holds_in_the_window(run: Run, threshold: int = 2) -> Answer:
    """κ(α_0) > 2N_0 exactly when α_0 lies between the enclosed ends; ``threshold`` replaces the 2."""
    x = run.state(0)
    ends = window(x.N, BITS)
    inside = both(less(ends[0], x.alpha), less(x.alpha, ends[1])) if ends else False
    return Answer.of(iff(inside, less(threshold * x.N, at(KAPPA, x.alpha))))


def _statement() -> str:
    enclosed = r",\quad ".join(rf"{name} = {cut}\ldots" for name, cut in constants(SHOWN).items())
    return (
        rf"\kappa(\alpha) = {typeset(expand_mul(KAPPA, deep=False))} \le \kappa(\alpha^*),\qquad "
        r"\{\alpha > 0 : \kappa(\alpha) > 2N\} = (\alpha_{\mathrm{on}}, \alpha_{\mathrm{off}})"
        rf"\ \text{{or}}\ \emptyset,\qquad {enclosed}"
    )


CLAIM = Claim(
    id="logistic.knife-edge",
    title="one window of the scale above threshold",
    provenance=Provenance.EXTENSION,
    wanted=Status.ENCLOSED,
    statement=_statement(),
    certified=Statement(
        always(
            P > 0,
            given=[later > alpha, Ge(P_LATER, 0, evaluate=False), later > 0],
            where=[Eq(z, -alpha), Eq(z_later, -later)],
        ),
        always(P > 0, given=[later > alpha], where=[Eq(later, LEFT), Eq(z, -alpha), Eq(z_later, -later)]),
        always(
            P_LATER < 0,
            given=[later > alpha, later > 0],
            where=[Eq(alpha, RIGHT), Eq(z, -alpha), Eq(z_later, -later)],
        ),
    ),
    hypotheses=(
        hypothesis(
            "positive scale",
            "Not needed for the maximum: for α ≤ 0, κ ≤ 0 and κ' > 0, as |α|σ(−|α|) < 1.",
            (alpha > 0,),
        ),
        Hypothesis(
            "the direction is aligned",
            r"s \to 0",
            "Off target λN may exceed κ(α*): with two equal groups, α = 12/5 and θ = 3/10 it is above "
            "0.738.  A rise is excluded there too, by logistic.sharp-edge.",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check("logistic", holds, (Alteration("2/max κ becomes 3.05", {"constant": "3.05"}),)),
        Check("logistic", holds_on_both_branches, (Alteration("α* + 1/2 in place of α*", {"shift": 5}),)),
        Check("logistic", holds_in_the_window, (Alteration("κ > 3N in place of 2N", {"threshold": 3}),)),
    ),
    experiments=("verifier.studies.experiments.knife_edge:isolation",),
)

if __name__ == "__main__":
    main(CLAIM)
