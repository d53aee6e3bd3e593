"""A small report made by hand, in the form that ``verifier.verify`` assembles."""

from __future__ import annotations

from typing import Any

SHA = "27385cb463e39c56364aa1c16af2c8a8dfbd45db8e161725ad7e6b166eca8572"


def evidence(kind: str, status: str, summary: str, **more: Any) -> dict[str, Any]:
    """One piece of evidence."""
    return {
        "kind": kind, "status": status, "summary": summary, "seconds": 0.12,
        "certificate": None, "sha256": None, "data": {},
    } | more  # fmt: skip


def claim(claim_id: str, **more: Any) -> dict[str, Any]:
    """One proved claim."""
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
        "wanted": "PROVED",
        "status": "PROVED",
        "effective_status": "PROVED",
        "evidence": [
            evidence(
                "certificate", "PROVED", "4 steps accepted",
                certificate=f"certificates/{claim_id}.json", sha256=SHA,
                data={"concludes": [{"name": "one", "text": "lam > 0 ⊢ a > 0"}]},
            ),
            evidence("search", "CHECKED", "no counterexample among 100 random samples"),
            evidence("experiment", "ENCLOSED", "agrees", data={"rows": [{"h": "0.1", "seen": [1, 2]}]}),
            evidence(
                "alteration", "CHECKED", "false variant refuted",
                data={"altered": "threshold 2 becomes 3", "witness": "h=1/2"},
            ),
        ],
    } | more  # fmt: skip


def run() -> dict[str, Any]:
    """Twelve steps of an invented run with an onset, an edge and a rise of the loss."""
    return {
        "instance": {"h": "0.005", "a0": "0.02", "saturated_lr": "3", "theta0": "0.1"},
        "steps": 11,
        "onset": 4,
        "window": [4, 5],
        "window_from": 0,
        "rising_edges": [[4, 8]],
        "loss_rises": [[7, 8]],
        "certified": True,
        "precision_bits": 128,
        "t": list(range(12)),
        "log10_excess": [-0.1, -0.3, -0.5, -0.7, -0.9, -1.1, -1.3, -1.5, -1.2, -1.0, -1.6, -1.8],
        "log10_sin": [-1.0, -3.0, -5.0, -7.0, -9.0, -7.0, -5.0, -3.0, -1.0, -0.2, -2.0, -4.0],
        "lam": [0.1, 0.6, 1.1, 1.6, 2.1, 2.3, 2.5, 2.6, 2.7, 1.6, 1.4, 1.4],
    }


def phase() -> dict[str, Any]:
    """A diagram of five cells, one for each verdict and two with a delayed onset."""
    return {
        "x": {"name": "scale0", "low": 0.0, "high": 2.0},
        "y": {"name": "saturated_lr", "low": 1.0, "high": 5.0},
        "fixed": {"angle0": 0.1, "scale_lr": 0.01},
        "shares": {"never rises": 0.25, "delayed onset": 0.5, "rises at once": 0.125, "undecided": 0.125},
        "captured": {"square.no-rising-edge": None, "square.delayed-onset": 0.5, "square.restart": 1.0},
        "regions": {
            "square.no-rising-edge": ["00", "00"],
            "square.delayed-onset": ["01", "00"],
            "square.restart": ["11", "11"],
        },
        "cells": [
            [0.0, 1.0, 1.0, 3.0, "never rises", None, None],
            [1.0, 2.0, 1.0, 3.0, "delayed onset", 5, 7],
            [0.0, 1.0, 3.0, 5.0, "delayed onset", 400, 400],
            [1.0, 2.0, 3.0, 4.0, "rises at once", 0, 0],
            [1.0, 2.0, 4.0, 5.0, "undecided", None, None],
        ],
    }


def tightness() -> dict[str, Any]:
    """Two instances: one with an onset and an edge, one whose direction never rises."""
    return {
        "status": "ENCLOSED",
        "rows": [
            {
                "h": "1/200", "a0": "1/50", "saturated_lr": "3", "theta0": "1/10", "certified": True,
                "precision_bits": 128, "onset": 216, "lower": 216,
                "lower_by_claim": {"square.lower": 216}, "square.upper": 324,
                "square.window": [216, 217], "restarted_at": 4,
                "edges": [{"edge": [216, 669], "square.norm": 10**90, "square.log": 908}],
            },
            {
                "h": "1/10", "a0": "1/3", "saturated_lr": "1/2", "theta0": "1/100000000",
                "certified": True, "precision_bits": 128, "onset": None, "lower": None,
                "lower_by_claim": {"square.lower": None},
                "square.upper": None, "square.window": [None, None], "restarted_at": 0, "edges": [],
            },
        ],
        "median_ratio": {"square.upper upper": 1.5},
        "violations": [],
    }  # fmt: skip


def experiment() -> dict[str, Any]:
    """The same run as an experiment on data: its loss in the data's own units."""
    events = {name: run()[name] for name in ("onset", "rising_edges", "loss_rises")}
    series = {name: run()[name] for name in ("t", "log10_sin", "lam")}
    return {
        "status": "CHECKED",
        "summary": "training agrees with the reduced map",
        "settings": {"rho": 55.4, "samples": 442, "eta": "0.0003"},
        "reduced": {**events, "precision_bits": 256},
        "agreement": {"agrees": True, "reduced_map": {"loss": "1.2e-44"}},
        "series": {**series, "loss": [3000.0 - 100 * t for t in range(12)]},
    }


def report(**more: Any) -> dict[str, Any]:
    """Two claims, one of which rests on the other, with every other part of a report."""
    return {
        "schema_version": 1,
        "environment": {
            "versions": {"verifier": "0.1.0", "python": "3.11.7", "gmpy2": None},
            "ground_types": "flint", "platform": "Linux x86_64", "commit": None, "seed": 0,
            "precision": 128, "quick": False, "seconds": 12.3, "cpu_seconds": 20.1,
        },
        "interrupted": False,
        "unfinished": [],
        "summary": {"PROVED": 2},
        "claims": [
            claim("square.first", title="the first claim"),
            claim("square.second", depends_on=["square.first"]),
        ],
        "tables": {"tightness": tightness()},
        "experiments": {"diabetes": experiment()},
        "figures": {"phase-diagram": phase(), "delayed-spike": run()},
    } | more  # fmt: skip


def without_figures(**more: Any) -> dict[str, Any]:
    """The same report of its claims alone."""
    return report(tables={}, experiments={}, figures={}) | more
