"""Writes the three forms of a report, all or none.

``report.json`` is the source of truth: the Markdown and the HTML report are rendered from the text that
is written there, so that they cannot say anything that it does not.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from verifier.canonical import canonical_json
from verifier.report import layout
from verifier.report.drawing import standalone
from verifier.report.html import render_html
from verifier.report.markdown import render_markdown
from verifier.report.missing import Drawings
from verifier.results import Found, Result
from verifier.results.report import Report


def write_report(report: Report, output: Path) -> dict[str, str]:
    """Write ``report.json``, ``report.md`` and ``report.html`` to the directory ``output``.

    ``report.md`` shows figures such as ``delayed-spike.svg``, which are written with it when the report
    has them; see ``verifier.report.layout``.  The directory is made if need be.  Nothing is replaced
    until all files are complete on disk; an error before that leaves an older report as it was.  A figure
    that cannot be drawn is one of the ``gaps`` of the report that is written, and returned with the reason.
    Raises ``OSError`` when it cannot be written.
    """
    source = canonical_json(report)
    content = _shown(report, Report.restored(json.loads(source)))
    drawings = Drawings()
    figures = layout.drawn(content, drawings)
    page = render_html(content, figures, drawings)
    if drawings.gaps:  # which the head of each form says too
        content = replace(content, gaps={**content.gaps, **drawings.gaps})
        source, page = canonical_json(content), render_html(content, figures, drawings)
    texts = {f"{name}.svg": standalone(svg) for name, svg in figures.items()} | {
        "report.html": page,
        "report.md": render_markdown(content),
        "report.json": source,
    }
    output.mkdir(parents=True, exist_ok=True)
    replace_together(output, texts)
    return drawings.gaps


def _shown(report: Report, read: Report) -> Report:
    """What is rendered: what is ``read`` in report.json, and objects for those parts that are such."""

    def objects(found: Mapping[str, Found]) -> dict[str, Found]:
        return {name: one for name, one in found.items() if isinstance(one, Result)}

    return replace(
        read,
        tables={**read.tables, **objects(report.tables)},
        experiments={**read.experiments, **objects(report.experiments)},
        figures={**read.figures, **objects(report.figures)},
    )


def replace_together(directory: Path, texts: Mapping[str, str]) -> None:
    """Write all the files to temporary ones first, and rename them only when every one is complete."""
    with tempfile.TemporaryDirectory(prefix=".report-", dir=directory) as staging:
        for name, text in texts.items():
            with open(Path(staging, name), "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        for name in texts:
            os.replace(Path(staging, name), directory / name)
