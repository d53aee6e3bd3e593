"""The report as one HTML page that needs nothing but itself: styles, figures and formulas are inline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from verifier.outcome import sentence
from verifier.report import (
    agreement,
    conditioning,
    families,
    knife_edge,
    layout,
    phase,
    real_runs,
    runs,
    tightness,
    view,
    visible_rise,
    wording,
)
from verifier.report.limit_figure import limit_figure
from verifier.report.mathematics import displayed, mathml
from verifier.report.missing import Drawings
from verifier.report.prose import Prose
from verifier.report.spike_figure import spike_figure
from verifier.report.tightness_figure import tightness_figure
from verifier.results.drawn import DrawnRun
from verifier.results.report import Report
from verifier.results.tightness import Tightness

TEMPLATE = "report.html.j2"
STYLES = "report.css"


def render_html(
    report: Report,
    figures: Mapping[str, str] | None = None,
    drawings: Drawings | None = None,
) -> str:
    """The page for a report; ``jinja2.UndefinedError`` for what it has not.

    ``figures`` are those of ``layout.drawn``, for whoever has drawn them already; ``drawings`` remembers
    what could not be drawn.
    """
    on = drawings or Drawings()

    def limit_svg(rows: Sequence[Mapping[str, Any]]) -> Markup:
        return Markup(on.draw("small-step-limit", lambda: limit_figure(rows)))  # from numbers alone

    def spike_svg(data: DrawnRun, name: str) -> Markup:
        return Markup(on.draw(name, lambda: spike_figure(data, name)))

    def tightness_svg(table: Tightness, name: str) -> Markup:
        return Markup(on.draw(name, lambda: tightness_figure(tightness.ratios(table), name)))

    prose = Prose(claim.id for claim in report.claims)
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
        "runs": runs,
        "families": families,
        "tight": tightness,
        "beside": agreement,
        "diagram": phase,
        "knife": knife_edge,
        "visible": visible_rise,
        "price": conditioning,
        "real": real_runs,
        "spike_figure": spike_svg,
        "tightness_figure": tightness_svg,
        "limit_figure": limit_svg,
    }
    return environment.get_template(TEMPLATE).render(
        report=report,
        styles=Markup(environment.get_template(STYLES).render()),  # the project's own file
        outcome=sentence(report),
        used_by=view.used_by(report),
        spike=report.figures.get("delayed-spike"),
        sections=[*layout.shown(report)],
        svg={name: Markup(svg) for name, svg in (figures or layout.drawn(report, on)).items()},
    )
