"""Writes the three forms of a report, all or none.

``report.json`` is the source of truth: the Markdown and the HTML report are rendered from the text that
is written there, so that they cannot say anything that it does not.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from verifier.canonical import canonical_json
from verifier.outcome import PARTS
from verifier.report import layout
from verifier.report.drawing import standalone
from verifier.report.html import render_html
from verifier.report.markdown import render_markdown
from verifier.report.missing import Drawings
from verifier.results import Result


def write_report(report: Mapping[str, Any], output: Path) -> dict[str, str]:
    """Write ``report.json``, ``report.md`` and ``report.html`` to the directory ``output``.

    ``report.md`` shows figures such as ``delayed-spike.svg``, which are written with it when the report
    has them; see ``verifier.report.layout``.  The directory is made if need be.  Nothing is replaced
    until all files are complete on disk; an error before that leaves an older report as it was.  A figure
    that cannot be drawn is one of the ``gaps`` of the report that is written, and returned with the reason.
    Raises ``OSError`` when it cannot be written.
    """
    source = canonical_json(report)
    content = _shown(report, json.loads(source))
    drawings = Drawings()
    figures = layout.drawn(content, drawings)
    page = render_html(content, figures, drawings)
    if drawings.gaps:  # which the head of each form says too
        content = {**content, "gaps": {**content.get("gaps", {}), **drawings.gaps}}
        source, page = canonical_json(content), render_html(content, figures, drawings)
    texts = {f"{name}.svg": standalone(svg) for name, svg in figures.items()} | {
        "report.html": page,
        "report.md": render_markdown(content),
        "report.json": source,
    }
    output.mkdir(parents=True, exist_ok=True)
    replace_together(output, texts)
    return drawings.gaps


def _shown(report: Mapping[str, Any], read: dict[str, Any]) -> dict[str, Any]:
    """What is rendered: what is ``read`` in report.json, and objects for those parts that are such."""
    parts = {
        part: {
            name: found if isinstance(found, Result) else read[part][name]
            for name, found in report[part].items()
        }
        for part in PARTS
    }
    return read | parts


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
