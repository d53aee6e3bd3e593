"""The report as GitHub-flavoured Markdown: compact, with formulas as LaTeX."""

from __future__ import annotations

import re

from jinja2 import Environment, PackageLoader, StrictUndefined

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
from verifier.report.prose import split_paragraphs, typographic
from verifier.results.report import Report

TEMPLATE = "report.md.j2"

_SPECIAL = re.compile(r"([\\`*_\[\]|~$]|^#)")
_SPACES = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n{3,}")


def render_markdown(report: Report) -> str:
    """The Markdown for a report; ``jinja2.UndefinedError`` for what it has not."""
    environment = Environment(
        loader=PackageLoader("verifier.report"),
        autoescape=False,  # not HTML: the filter `md` escapes what Markdown would read
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "md": escape_markdown,
        "attribute": attribute,
        "fenced": fenced,
        "slug": slug,
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
    }
    text = environment.get_template(TEMPLATE).render(
        report=report,
        outcome=sentence(report),
        spike=report.figures.get("delayed-spike"),
        sections=[*layout.shown(report)],
    )
    return _BLANK_LINES.sub("\n\n", text)


def escape_markdown(text: str) -> str:
    """Plain text such that Markdown shows it as it is, HTML included; paragraphs stay apart.

    Indices and exponents become the few HTML tags that Markdown passes on.
    """
    shown = (str(typographic(_SPACES.sub(" ", part))) for part in split_paragraphs(text))
    return "\n\n".join(_SPECIAL.sub(r"\\\1", part) for part in shown)


def attribute(text: str) -> str:
    """Plain text for the description of an image."""
    return text.replace("[", "(").replace("]", ")")


def fenced(latex: str) -> str:
    """LaTeX that cannot end the fence it stands in."""
    return " ".join(latex.replace("`", "'").split())


def slug(claim_id: str) -> str:
    """The anchor that GitHub gives to a heading which is a claim's id."""
    return claim_id.replace(".", "").lower()
