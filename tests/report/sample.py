"""A small report made by hand, in the form that ``verifier.verify`` assembles."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from verifier.results import agreement
from verifier.results import forecast as moments
from verifier.results import knife_edge as knife_edge_results
from verifier.results.agreement import Agreement, Side
from verifier.results.claims import ClaimEntry
from verifier.results.conditioning import Conditioning, Curve, Onset, Shared
from verifier.results.drawn import DrawnRun
from verifier.results.experiment import (
    Active,
    Comparison,
    Events,
    Experiment,
    Followed,
    Least,
    Margins,
    Reduced,
    Series,
    Spike,
    Training,
)
from verifier.results.knife_edge import Captured, Constants, KnifeEdge, Map
from verifier.results.observed import Observed, SeenRun
from verifier.results.phase import Cell, Diagram, Region
from verifier.results.report import SCHEMA_VERSION, Made, Report
from verifier.results.rise import Extent, Rise
from verifier.results.tightness import ActiveRange, Edge, Row, Tightness
from verifier.results.torch_runs import Accuracy, Compared, RealRuns
from verifier.results.visible_rise import Example, Moment, Outcome, Panel, VisibleRise

SHA = "27385cb463e39c56364aa1c16af2c8a8dfbd45db8e161725ad7e6b166eca8572"
ANSWERS = "holds on 44, fails on 0, undecided on 0, vacuous on 16 of 60 random samples"
"""What a search says of a check, as ``verifier.evidence`` words it."""


def evidence(kind: str, status: str, summary: str, **more: Any) -> dict[str, Any]:
    """The JSON of one piece of evidence."""
    return {
        "kind": kind, "status": status, "summary": summary,
        "certificate": None, "sha256": None, "data": {},
    } | more  # fmt: skip


def claim(claim_id: str, **more: Any) -> ClaimEntry:
    """One proved claim."""
    return ClaimEntry.restored(plain_claim(claim_id, **more))


def plain_claim(claim_id: str, **more: Any) -> dict[str, Any]:
    """Its JSON."""
    return {
        "id": claim_id,
        "title": "when the direction rises",
        "provenance": "paper",
        "statement": "(i) For s_0 ≠ 0 the direction rises when λ cos 2θ > 2 cos θ.\n(ii) And (1 − h)^t.",
        "statement_latex": r"\sin^{2}\theta' > \sin^{2}\theta \iff \lambda \cos 2\theta > 2 \cos\theta",
        "hypotheses": [
            {"text": "positive effective learning rate", "latex": r"\lambda > 0", "without": "fails"}
        ],
        "setting": "Standing hypotheses.",
        "source": "[1], abstract; this exact form is our derivation.",
        "argument": "By square.first, the two brackets have the same sign.",
        "not_verified": "Nothing.",
        "derivation": [
            {"text": "Multiply.", "formulas": [r"\frac{a}{b} = \sqrt{c}"], "plain": ["a"], "step": "one"}
        ],
        "depends_on": [],
        "checks_use": [],
        "wanted": "PROVED",
        "status": "PROVED",
        "effective_status": "PROVED",
        "evidence": [
            evidence(
                "certificate", "PROVED", "4 steps accepted",
                certificate=f"certificates/{claim_id}.json", sha256=SHA,
                data={
                    "steps": 4, "cites": ["square"],
                    "replays": ["flint", "fractions"],
                    "concludes": [{"name": "one", "text": "lam > 0 ⊢ a > 0"}], "systems": [],
                },
            ),
            evidence("search", "CHECKED", ANSWERS),
            evidence("experiment", "ENCLOSED", "agrees", data={"rows": [{"h": "0.1", "seen": [1, 2]}]}),
            evidence(
                "alteration", "CHECKED", "false variant refuted",
                data={"altered": "threshold 2 becomes 3", "witness": "h=1/2"},
            ),
        ],
    } | more  # fmt: skip


def run() -> DrawnRun:
    """Twelve steps of an invented run with an onset, an edge and a rise of the loss."""
    return DrawnRun(
        instance={"h": "0.005", "a0": "0.02", "saturated_lr": "3", "theta0": "0.1"},
        steps=11, onset=4, window=(4, 5), window_from=0, rising_edges=[(4, 8)], loss_rises=[(7, 8)],
        certified=True, precision_bits=128, t=list(range(12)),
        log10_excess=[-0.1, -0.3, -0.5, -0.7, -0.9, -1.1, -1.3, -1.5, -1.2, -1.0, -1.6, -1.8],
        log10_sin=[-1.0, -3.0, -5.0, -7.0, -9.0, -7.0, -5.0, -3.0, -1.0, -0.2, -2.0, -4.0],
        lam=[0.1, 0.6, 1.1, 1.6, 2.1, 2.3, 2.5, 2.6, 2.7, 1.6, 1.4, 1.4],
    )  # fmt: skip


def logistic_run(direction_lr: str = "4", **more: Any) -> DrawnRun:
    """The same steps with the logistic loss, in which the window of the scale closes at the end."""
    curves: dict[str, Any] = {
        "log10_excess": (),
        "instance": {"h": "0.02", "alpha0": "0.1", "direction_lr": direction_lr, "theta0": "0.1"},
        "loss": [0.69, 0.6, 0.5, 0.4, 0.35, 0.3, 0.25, 0.2, 0.22, 0.24, 0.15, 0.1],
        "alpha": [0.1 + 0.3 * t for t in range(12)],
        "alpha_window": [[1.1, 3.2]] * 9 + [None] * 3,
    }
    return replace(run(), **curves | more)


def silent_run() -> DrawnRun:
    """The run beside it, in which only the direction rises."""
    return logistic_run("3.3", loss_rises=[], alpha_window=[[1.5, 2.7]] * 12)


def phase() -> Diagram:
    """A diagram of five cells, one for each verdict and two with a delayed onset."""
    return Diagram(
        x=Extent("scale0", 0.0, 2.0),
        y=Extent("saturated_lr", 1.0, 5.0),
        fixed={"angle0": 0.1, "scale_lr": 0.01},
        undecided_target=0.2,
        shares={Rise.NEVER: 0.25, Rise.DELAYED: 0.5, Rise.AT_ONCE: 0.125, Rise.UNDECIDED: 0.125},
        reached=True,
        regions={
            "square.no-rising-edge": Region(("00", "00"), None),
            "square.delayed-onset": Region(("01", "00"), 0.5),
            "square.restart": Region(("11", "11"), 1.0),
        },
        cells=(
            Cell(0.0, 1.0, 1.0, 3.0, Rise.NEVER),
            Cell(1.0, 2.0, 1.0, 3.0, Rise.DELAYED, (5, 7)),
            Cell(0.0, 1.0, 3.0, 5.0, Rise.DELAYED, (400, 400)),
            Cell(1.0, 2.0, 3.0, 4.0, Rise.AT_ONCE, (0, 0)),
            Cell(1.0, 2.0, 4.0, 5.0, Rise.UNDECIDED),
        ),
    )


def tightness() -> Tightness:
    """Two instances: one with an onset and an edge, one whose direction never rises."""
    rises = Row(
        instance={"h": "1/200", "a0": "1/50", "saturated_lr": "3", "theta0": "1/10"},
        certified=True, precision_bits=128, onset=216, lower=216, lowers={"square.lower": 216},
        uppers={"square.upper": 324}, windows={"square.window": (216, 217)}, restarted_at=4,
        active_margin=None, edges=(Edge(216, 669, {"square.norm": 10**90, "square.log": 908}),),
    )  # fmt: skip
    never = Row(
        instance={"h": "1/10", "a0": "1/3", "saturated_lr": "1/2", "theta0": "1/100000000"},
        certified=True, precision_bits=128, onset=None, lower=None, lowers={"square.lower": None},
        uppers={"square.upper": None}, windows={"square.window": (None, None)}, restarted_at=0,
        active_margin=None, edges=(),
    )  # fmt: skip
    return Tightness("ENCLOSED", (rises, never), {"square.upper upper": 1.5}, ())


def logistic_tightness() -> Tightness:
    """A run with an onset and one without, and no claim that bounds an edge."""
    rises = Row(
        instance={"h": "1/50", "alpha0": "1/10", "direction_lr": "4", "theta0": "1/10"},
        certified=True, precision_bits=128, onset=145, lower=101, lowers={"logistic.lower": 101},
        uppers={"logistic.upper": None}, windows={"logistic.window": (140, 150)}, restarted_at=48,
        active_margin=ActiveRange(1.10179, 145), edges=(Edge(145, 504, {}),),
    )  # fmt: skip
    never = Row(
        instance={"h": "1/50", "alpha0": "6", "direction_lr": "5/2", "theta0": "3/2"},
        certified=True, precision_bits=128, onset=None, lower=0, lowers={"logistic.lower": 0},
        uppers={"logistic.upper": None}, windows={"logistic.window": (0, None)}, restarted_at=0,
        active_margin=ActiveRange(None, None), edges=(),
    )  # fmt: skip
    return Tightness("ENCLOSED", (rises, never), {"logistic.lower lower": 0.697}, ())


def beside(loss: str = "square") -> Agreement:
    """A run on which mpmath and balls agree, and one on which they do not."""
    scale, rate = {"square": ("a0", "saturated_lr"), "logistic": ("alpha0", "direction_lr")}[loss]
    side = Side(216, (216, 216), ((216, 669),), (457,), ((662, 669),))
    other = Side(None, (3, None), (), (), ())
    good = agreement.Row(
        instance={"h": "1/200", scale: "1/50", rate: "3", "theta0": "1/10"},
        steps=6000, depth=91, digits=(30, 106), agreed=True, mpmath=side,
        balls=replace(side, precision_bits=128), bounds=9, bounds_hold=True, same=True,
    )  # fmt: skip
    return Agreement(
        status="INCONCLUSIVE",
        summary="2 runs in mpmath beside balls, 18 bounds",
        tested={"from below": 6, "from above": 6, "edge": 6, "loss rise": 2},
        rows=(good, replace(good, mpmath=other, same=False)),
        violations=(),
        differences=("the second: onset: None in mpmath, 216 in balls",),
    )


def general_beside() -> Agreement:
    """The same on data that are not whitened, of which no bound is from above."""
    table = beside()
    given = {"h": "1/50", "a0": "1/20", "saturated_lr": "3", "dimension": "5", "condition_number": "9/4"}
    return replace(
        table,
        tested={kind: count for kind, count in table.tested.items() if kind != "from above"},
        rows=tuple(replace(row, instance=given) for row in table.rows),
    )


def variants_beside() -> Agreement:
    """The same with weight decay, of which a claim bounds the onset from below alone."""
    table = beside()
    given = {"h": "1/50", "a0": "1/20", "saturated_lr": "3", "theta0": "1/10"}
    given |= {"weight_decay": "1/100", "momentum": "0", "bn_eps": "0"}
    return replace(
        table,
        tested={kind: count for kind, count in table.tested.items() if kind in ("from below", "loss rise")},
        rows=tuple(replace(row, instance=given) for row in table.rows),
    )


def knife_edge(*rates: float) -> KnifeEdge:
    """Four runs at each rate: one for each verdict, with a loss that rises in two."""
    return KnifeEdge(
        status="ENCLOSED",
        x=Extent("scale0", 0.0, 4.0),
        y=Extent("direction_lr", 2.0, 6.0),
        size=2,
        constants=Constants("2.02910038206447", "0.65851560238956", "3.03713380934722"),
        threshold=((1.0, 4.3), (2.0, 3.04), (3.0, 3.7)),
        maps=tuple(map(knife_edge_map, rates or (0.1,))),
        contradictions=(),
        sentences=("For h = 0.1 the direction rises after a delay in 1 cell.",),
    )


def knife_edge_map(h: float) -> Map:
    """The four runs at one rate."""
    cell = knife_edge_results.Cell
    return Map(
        scale_lr=h,
        angle0=0.01,
        regions={
            "logistic.never-rises": knife_edge_results.Region(("10", "00"), Captured(1, 1)),
            "logistic.precursor": knife_edge_results.Region(("00", "10"), Captured(1, 2)),
        },
        cells=(
            cell(0, 0, Rise.NEVER, None, None, None, 0, None, None, None, None, None, 0),
            cell(1, 0, Rise.UNDECIDED, None, None, None, None, None, 0, None, 0, None, 16),
            cell(0, 1, Rise.DELAYED, 7, 30, 25, round(2 / h), (30, 31), 5, 8, 7, 7, 2),
            cell(1, 1, Rise.AT_ONCE, 0, 4, 2, 3, (5, 6), 0, None, 0, 0, 0),
        ),
    )


def visible_rise() -> VisibleRise:
    """Four runs from one start, one for each outcome, and three single runs."""
    onset, largest = Moment(298, 1.33, -121.36), Moment(1844, 2.87, -8.05)
    seen = Example(
        "0.01", "0.5", "3.6", "0.01", Outcome.LOSS, onset, largest, loss_rise=largest, closed=largest,
        height=0.1, end=1900, bits=128,
    )  # fmt: skip
    silent = replace(seen, nu="3.5", outcome=Outcome.SCALE, loss_rise=None, height=0.0)
    doubt = replace(silent, nu="3", outcome=None, onset=None, largest=None, closed=None, end=4)
    return VisibleRise(
        "ENCLOSED",
        panels=(visible_rise_panel(),),
        sentences=("α₀ = 0.5, θ₀ = 0.01, 4 runs.",),
        examples=(seen, silent, doubt),
    )


def visible_rise_panel(theta0: str = "0.01") -> Panel:
    """Two by two runs, one of each outcome."""
    return Panel(
        "0.5", theta0, h=[0.01, 1.0], nu=[3.0, 4.0],
        grid=((Outcome.NEVER, Outcome.LOSS), (Outcome.SCALE, Outcome.NORM)),
        knife_edge=3.0371, critical=(3.51114, 3.51361), opens=8.08, law=[(3.52, 0.01), (3.8, 1.0)],
    )  # fmt: skip


def conditioning() -> Conditioning:
    """Two curves of three condition numbers, one of which is not decided."""
    plane = Curve(2, False, (Onset("1", 9, 8, 8), Onset("4", 4, 4, 4), Onset("25/2", 0, 0, 0)))
    spread = Curve(3, True, (Onset("1", 9, 8, 8), Onset("4", 6, 1, 2), Onset("25/2", None, 0, 1)))
    shared = Shared("1/10", "1/20", "3", "1/5")
    return Conditioning("INCONCLUSIVE", "6 runs", shared, 12.25, (plane, spread), ())


def real_runs() -> RealRuns:
    """One run that was forecast, and one in which nothing happens."""
    right = Accuracy("whitened, all", "visible", "", 2, 1, 2, 1, 0.005, 0.005, 1.0, 1.0, 0.02)
    control = replace(right, forecast="no floor", right=1, compared=0, median=None, worst=None, near=None)
    one = Compared("whitened", "diabetes", "float32", 164, 164, 222, moments.Moment(223, 219, 225))
    still = replace(one, onset=None, onset_forecast=None, visible=None, visible_forecast=None)
    return RealRuns("CHECKED", "2 runs", "2.13.0", ("a promise",), (), (right,), (control,), (one, still))


def observed() -> Observed:
    """Two runs that were observed, in one of which the direction does not rise."""
    one = SeenRun("Adam", "plain", "0.001", "16", 0.826, 35, 0.153, 0.15, 400, 3, 1)
    still = replace(one, w_by="plain", first_rise=None, lam_at_first_rise=None, least_lam_rising=None)
    return Observed("all is well", (one, still))


def standardized() -> Experiment:
    """The run of the experiment on data that are not whitened."""
    found = followed()
    series = replace(found.series, steepest=[2 * x for x in found.series.lam])
    return replace(experiment(), followed=replace(found, series=series))


def labelled() -> Experiment:
    """The same run as training of a classifier."""
    found = followed()
    margins = Margins(Active(3, 2.80821, 11), Least(4, -9.0), "1.2e-310")
    apart = {"margin_map": {"loss": "2.5e-65"}}
    return replace(
        experiment(),
        followed=replace(
            found,
            training=replace(found.training, precision_bits=1024, margins=margins),
            agreement=replace(found.agreement, apart=apart),
            series=replace(found.series, excess_loss=(), nu=found.series.lam),
        ),
    )


def experiment() -> Experiment:
    """The same run as an experiment on data: its loss in the data's own units."""
    return Experiment("CHECKED", "training agrees with the reduced map", followed())


def followed() -> Followed:
    """What the experiment found."""
    drawn = run()
    events = Events(drawn.onset, tuple(drawn.rising_edges), tuple(drawn.loss_rises))
    loss = [3000.0 - 100 * t for t in drawn.t]
    return Followed(
        settings={"rho": 55.4, "samples": 442, "eta": "0.0003"},
        reduced=Reduced(events, 256),
        training=Training(events, (96, 1380), Spike((7, 2300.0), (9, 2100.0))),
        agreement=Comparison("1e-25", 12, {"reduced_map": {"loss": "1.2e-44"}}, agrees=True),
        series=Series(drawn.t, loss, drawn.log10_sin, drawn.lam, alpha=drawn.lam, excess_loss=loss),
    )


def report(**more: Any) -> Report:
    """Three claims, one of which rests on the other, with every other part of a report."""
    whole = Report(
        schema_version=SCHEMA_VERSION,
        settings=Made(seed=0, precision=128, quick=False),
        interrupted=False,
        unfinished=(),
        claims=(
            claim("square.first", title="the first claim"),
            claim("square.second", depends_on=["square.first"]),
            claim("logistic.third", title="the third claim"),
        ),
        tables={
            "tightness": tightness(), "mpmath": beside(),
            "logistic-tightness": logistic_tightness(), "logistic-mpmath": beside("logistic"),
            "general-mpmath": general_beside(), "torch-runs": real_runs(),
            "variants-mpmath": variants_beside(),
        },
        experiments={
            "diabetes": experiment(), "labelled": labelled(), "standardized": standardized(),
            "adam": observed(),
        },
        figures={
            "phase-diagram": phase(), "delayed-spike": run(),
            "logistic-spike": logistic_run(), "silent-window": silent_run(), "knife-edge": knife_edge(),
            "visible-rise": visible_rise(), "condition-number": conditioning(),
        },
        gaps={},
    )  # fmt: skip
    return replace(whole, **more)


def without_figures(**more: Any) -> Report:
    """The same report of its claims alone."""
    return replace(report(tables={}, experiments={}, figures={}), **more)


def with_one_figure(**more: Any) -> Report:
    """The same report with one drawing, which is enough where it matters that there is one."""
    return replace(without_figures(figures={"delayed-spike": run()}), **more)
