"""The plain words of the report: what was verified, what the statuses mean, what one must trust.

Every sentence stands here once; the Markdown and the HTML report both take it from here.
"""

from __future__ import annotations

from verifier.parameters import ALPHA0, LAMBDA, NU

TITLE = "Delayed loss spikes in batch-normalized linear models"
SUBTITLE = "A verification of the theorems on the square and the logistic loss"

PAPER = (
    "P. Gao, W. Fang, Y. Zheng, D. Zou, “A Mechanism Study of Delayed Loss Spikes in "
    "Batch-Normalized Linear Models”, arXiv:2604.16809, 2026"
)
TYPED = "The formula above is typed, and compared with no certificate."
"""Of a claim whose statement is typed, and without a certificate."""
CERTIFIED = "That formula is typed. What the certificate concludes, and is compared with, is:"
"""What stands between the two formulas of a claim that says more than its certificate."""
PAPER_URL = "https://arxiv.org/abs/2604.16809"

ABSTRACT = (
    "Training with batch normalization can look settled for hundreds of iterations and then spike. "
    "For linear models under the whitened square loss this can be explained exactly: the learned scale "
    "keeps growing while the direction of the weights is already aligned, the effective learning rate "
    "crosses 2, and an error of the direction that had shrunk to almost nothing begins to grow again. "
    "With the logistic loss the direction can rise only while the scale passes through a window, which it "
    "may leave before anyone sees it. This report derives each step of that explanation, and says for each "
    "how far it has been proved."
)

SCOPE: tuple[tuple[str, str], ...] = (
    (
        "Where the theorems come from",
        "The full text of the paper [1], with its constants, was not available. Its abstract and public "
        "descriptions say what it proves; the exact forms below are our own derivations. Nothing here "
        "quotes the paper’s constants, and agreement with its theorems word for word is not claimed.",
    ),
    (
        "What a verdict covers",
        "A verdict is about the stated mathematics: full-batch gradient descent in real numbers, under the "
        "hypotheses listed; for the square loss on whitened data, unless the claim says otherwise, for the "
        "logistic loss on orthogonal inputs, no more samples than features. It says nothing about "
        "stochastic gradients, about deep "
        "networks, or about training in float32 or float64, where rounding keeps the direction’s error "
        "from shrinking as far as it does in real numbers.",
    ),
    (
        "What one must trust",
        "For PROVED: the kernel, a few short files that replay a certificate with exact rationals (once "
        "on FLINT polynomials, once on Python’s own fractions), and what compares the statement, "
        "from which the formula is printed, with the certificate’s conclusion. Computer algebra, "
        "searches and floating point only help to find certificates; a certificate that is wrong does "
        "not replay. For ENCLOSED: the ball arithmetic of FLINT as well, and only the instances or "
        "ranges listed.",
    ),
)

ACTIVE_MARGIN = (
    "The active margin is the largest α_t m of any margin m up to the onset, or in all the steps followed "
    "where the direction does not rise; a dash says that some margin is negative."
)

MPMATH = (
    "Every listed run again, in mpmath: an independent program for the same compiled map and the same "
    "derived bounds, which runs without FLINT and without the numbers of the balls. It is no enclosure: "
    "its numbers are rounded, no claim rests on them, and that two precisions and two arithmetics agree "
    "proves nothing; it makes an error of either unlikely. A bound that mpmath violates refutes, and any "
    "difference from the balls fails the verification."
)
MPMATH_COLUMNS = (
    "Depth is −log₁₀ of the least sine up to the last event. Digits are those of the two precisions that "
    "agree on every integer: the second has as many as the sine is deep, up to 150, and at least twice as "
    "many as the first. T is the onset; the column after it has its best bounds, and “at most” those of "
    "the edges, in steps. Where mpmath and balls say the same it stands once, else mpmath’s comes first; "
    "a bound is at least as sharp in mpmath, as balls round it outwards."
)

STATUS_MEANING: dict[str, str] = {
    "PROVED": "an exact certificate for every obligation was replayed by the kernel",
    "ENCLOSED": "ball arithmetic decides it, on the listed instances or over a stated range",
    "CHECKED": "high-precision numerics agree; there is no proof",
    "ASSUMED": "taken from elsewhere, named",
    "INCONCLUSIVE": "the tool could not decide; this never counts as a pass",
    "REFUTED": "an explicit witness speaks against it",
}

STATUS_SIGN: dict[str, str] = {
    "PROVED": "∎",
    "ENCLOSED": "◉",
    "CHECKED": "≈",
    "ASSUMED": "○",
    "INCONCLUSIVE": "?",
    "REFUTED": "✕",
}
"""A sign beside the word, so that a status is never told by its colour alone."""

PROVENANCE_MEANING: dict[str, str] = {
    "paper": "the paper’s abstract or a public description states this result; the exact form is ours",
    "step": "a lemma that one of the paper’s results needs",
    "extension": "goes beyond what the abstract promises",
}

EFFECTIVE = (
    "The effective status of a claim is the weakest over the claim and everything it rests on: the claims "
    "of whose conclusions its certificate cites one, itself or through lemmas, and, where it is not meant "
    "to be PROVED, those that its source and its checks use. Claims are counted by their effective status."
)

EXPERIMENTS: dict[str, str] = {
    "diabetes": (
        "The diabetes data that come with scikit-learn (442 patients, 10 features, a real target), "
        "centered and whitened in the verifier’s own arithmetic. Full-batch gradient descent on the ten "
        "weights and the scale starts from the raw matrix and knows none of the theorems; beside it the "
        "reduced map of square.update-maps runs in balls from the same start. The settings are ordinary "
        "ones: a delayed spike needs no contrived data."
    ),
    "standardized": (
        "The diabetes data again, with the same rates, w_0 and α_0. Now each column is only divided by its "
        "standard deviation, as one does in practice, and Σ is the matrix of correlations. Beside training "
        "from the raw matrix runs the map of general.update-map, in balls; angle, λ and ‖w‖² are those of "
        "Σ. The bound of general.waiting-time-lower has to divide N_0 by the condition number. Near the "
        "target, with the largest eigenvalue κ_{max} of Σ − bbᵀ/ρ², a direction is unstable as soon as "
        "λκ_{max} > 2 (general.linear-threshold). That the angle does not rise at once then has the same "
        "cause as on whitened data: the unstable part has shrunk before, and must grow again; meanwhile "
        "the angle is that of others."
    ),
    "adam": (
        "Theorems about λ = ηαρ/‖w‖² are about plain gradient descent. Adam divides each step by the size "
        "of the gradients before it. Then targets in other units leave the path of w as it was, if ε is "
        "small and α follows its gradient, while λ changes with the square of the unit: so λ cannot be "
        "what decides. The table has both on the same whitened data, twenty samples in ten dimensions. "
        "That the loss rises only where the direction does needs no more than the update of α "
        "(square.loss-step-identity), and holds under Adam too as long as α follows its gradient."
    ),
    "labelled": (
        "A linear classifier with ten samples and twenty features, five of each label, and orthogonal "
        "rows. Full-batch gradient descent on the twenty weights and the scale starts from the raw matrix "
        "and knows none of the theorems; beside it the map of logistic.margin-space runs in balls on the "
        "ten margins. These are not of two kinds only, as in the planar runs above."
    ),
}
"""What an experiment is about."""
OBSERVED = "Observed in float64, and not certified: no claim rests on it."
"""Of an experiment that has no status."""
WHITENED = {"standardized": "diabetes"}
"""Which experiment has the same data whitened."""

NAMES: dict[str, str] = {
    **{parameter.key: parameter.shown for parameter in (ALPHA0, NU, LAMBDA)},
    "angle0": "θ_0, in radians",
    "at_least": "at least",
    "condition_number": "condition number κ = L/ℓ",
    "effective_lr": "effective learning rate λ",
    "alpha_by": "α by",
    "altered_steps_off": "steps off, by a false law",
    "eta": "η",
    "eta_alpha": "η_α",
    "kappa_max": "κ_{max}",
    "lam_after": "λ_0",
    "lam_at_first_rise": "λ there",
    "lam_then": "λ then",
    "largest_lam": "largest λ in a spike",
    "least_lam_rising": "least λ at a rise",
    "largest_lam_seen": "largest λ",
    "law_over_h": "ε̃/h by the law for small h",
    "least_log10_sin": "log₁₀ of the least sin θ",
    "least_loss": "R*",
    "less_over_h": "ε̃/h of a run that rises",
    "local_threshold_at": "first time with λκ_{max} > 2",
    "log10": "power of ten",
    "loss_rises_alone": "of these without the direction",
    "margin_map": "map of the margins",
    "moved_outside_rows": "largest move of w outside the rows",
    "mean_over_rho": "(ȳ − β_0)/ρ",
    "never_from": "steps iterated until that is proved",
    "never_over_h": "ε̃/h of one that never rises",
    "omega": "ω",
    "omega_period": "mean of these times ω",
    "onset_with_less": "its onset",
    "precision_bits": "precision in bits",
    "reduced": "reduced map",
    "rises_with_bias": "the same with β",
    "rises_with_half": "the same with half of ȳ − β_0",
    "repulsion": "largest |eigenvalue| − 1 at the steady state",
    "rho": "ρ",
    "scale0_without_units": "a_0",
    "sine": "sin θ",
    "squared_norm": "‖w‖²",
    "steady_sine": "sin θ at the steady state",
    "squared_norm0": "‖w_0‖²",
    "w0": "w_0",
    "w_by": "w by",
    "waiting_time_lower": "bound of the onset from below, general.waiting-time-lower",
    "whitened_at_least": "at least, if the data were whitened",
}
"""Keys of report.json that are not words, as the reports call them."""
