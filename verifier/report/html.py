"""The report as one HTML page that needs nothing but itself: styles, figures and formulas are inline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from verifier.outcome import sentence
from verifier.report import phase as diagram
from verifier.report import tightness, view, wording
from verifier.report.figures import spike_figure, tightness_figure
from verifier.report.limit_figure import limit_figure
from verifier.report.mathematics import displayed, mathml
from verifier.report.phase_figure import phase_figure
from verifier.report.prose import Prose

TEMPLATE = "report.html.j2"
STYLES = "report.css"


def render_html(report: Mapping[str, Any]) -> str:
    """The page for a report in its JSON form; raises ``jinja2.UndefinedError`` on a missing key."""
    prose = Prose(claim["id"] for claim in report["claims"])
    environment = Environment(
        loader=PackageLoader("verifier.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "mathml": mathml,
        "displayed": displayed,
        "prose": prose.paragraphs,
        "linked": prose.linked,
        "sentence_case": view.sentence_case,
    }
    environment.globals |= {
        "wording": wording,
        "view": view,
        "tight": tightness,
        "diagram": diagram,
        "spike_figure": _spike_svg,
        "limit_figure": _limit_svg,
    }
    table = report["tables"].get("tightness")
    phase = report["figures"].get("phase-diagram")
    return environment.get_template(TEMPLATE).render(
        report=report,
        styles=Markup(environment.get_template(STYLES).render()),  # the project's own file
        outcome=sentence(report),
        used_by=view.used_by(report),
        spike=report["figures"].get("delayed-spike"),
        phase=phase,
        phase_svg=Markup(phase_figure(phase)) if phase else None,
        tightness=table,
        tightness_svg=Markup(tightness_figure(tightness.ratios(table))) if table else None,
    )


def _limit_svg(rows: Sequence[Mapping[str, Any]]) -> Markup:
    return Markup(limit_figure(rows))  # drawn from numbers alone


def _spike_svg(data: Mapping[str, Any], name: str) -> Markup:
    return Markup(spike_figure(data, name))  # drawn from numbers alone
