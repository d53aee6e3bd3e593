"""The tables that the commands print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from verifier.claim import Claim, Status
from verifier.lines import columns
from verifier.numbers import counted
from verifier.report.families import TITLES, by_family
from verifier.results import stated
from verifier.results.audit import Row
from verifier.results.report import Report
from verifier.support import support

_STYLE = {
    Status.PROVED: "green",
    Status.ENCLOSED: "cyan",
    Status.CHECKED: "yellow",
    Status.ASSUMED: "magenta",
    Status.INCONCLUSIVE: "bold yellow",
    Status.REFUTED: "bold red",
}


_WIDE, _INDENT = 110, 4
"""The columns from which on remarks have a column of their own; else they are indented below their row."""

LEGEND = (
    "steps of a certificate that the kernel accepts; cases of what the claim prints, runs and data sets in "
    "ball arithmetic, and random samples, with how often the answer is holds/fails/undecided/vacuous; "
    "false variants that a search refutes"
)
"""What the last column of ``summary_table`` counts."""


def status_text(status: str) -> Text:
    """A status in its colour; the word alone says everything."""
    return Text(status, style=_STYLE[Status(status)])


def summary_table(report: Report) -> RenderableType:
    """One row a claim: what it is, what it is worth, and why."""
    table = _Listing("claim", "provenance", "status", "effective", remarks="supported by")
    for family, claims in by_family(report.claims, lambda claim: claim.id):
        table.head(family, len(claims))
        for claim in claims:
            ranks = status_text(claim.status), status_text(claim.effective_status)
            table.row(claim.id, claim.provenance, *ranks, remark=support(claim.evidence))
    return table.shown()


def claims_table(claims: Iterable[Claim]) -> RenderableType:
    """The claims in paper order with the status each is meant to reach."""
    table = _Listing("claim", "provenance", "wanted", remarks="what it says")
    for family, members in by_family(claims, lambda claim: claim.id):
        table.head(family, len(members))
        for claim in members:
            table.row(claim.id, claim.provenance, status_text(claim.wanted), remark=claim.title)
    return table.shown()


def certificates_table(rows: Iterable[Row]) -> RenderableType:
    """One row a stored certificate: what the kernel says of it, and whether it is its claim's."""
    table = _Listing("certificate", "steps", "kernel", "claim", "report", remarks="what is wrong")
    for row in rows:
        verdict = Text("accepted", "green") if row.accepted else Text("rejected", "bold red")
        claim = {True: Text("this", "green"), False: Text("not this", "bold red"), None: Text("-")}
        known = {True: "same sha256", False: "another sha256", None: "not mentioned"}[row.in_report]
        # The verdict stands beside it already.
        wrong = re.sub(r"^rejected \((\w+)\)", r"in \1", row.problem or "")
        cells = Text(row.claim), str(row.steps or "-"), verdict, claim[row.stated], known
        table.row(*cells, remark=Text(wrong, "bold red"))
    return table.shown()


def section_lines(report: Report) -> Iterator[str]:
    """One line for every part of the report that states a result of its own.

    A summary in several sentences, a list, is left to the report.
    """
    for _, name, found in report.sections():
        said = [text for text in stated(found) if text]
        if said:
            yield f"{name}: {', '.join(said)}"


class _Listing:
    """Rows under heads, with a remark on each: a last column, or on a narrow terminal the lines below."""

    def __init__(self, *heads: str, remarks: str) -> None:
        self._heads, self._remarks = heads, remarks
        self._rows: list[tuple[tuple[Text, ...], Text]] = []
        self._titles: dict[int, str] = {}

    def head(self, family: str, claims: int) -> None:
        """Part the claims of one loss from those of another; a family without a title is only parted."""
        title = f"{TITLES[family]}: {counted(claims, 'claim')}" if family in TITLES else ""
        self._titles[len(self._rows)] = title

    def row(self, *cells: str | Text, remark: str | Text) -> None:
        """Add one row."""
        texts = tuple(cell if isinstance(cell, Text) else Text(cell) for cell in cells)
        self._rows.append((texts, remark if isinstance(remark, Text) else Text(remark)))

    def shown(self) -> RenderableType:
        """The whole, for the width of the terminal."""
        return self._table() if columns() >= _WIDE else Group(*self._lines())

    def _table(self) -> Table:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        remarks = any(remark for _, remark in self._rows)
        for head in (*self._heads, self._remarks)[: None if remarks else -1]:
            table.add_column(head, no_wrap=head != self._remarks)
        for number, (cells, remark) in enumerate(self._rows):
            if number in self._titles:
                table.add_section()
                if self._titles[number]:
                    table.add_row(Text(self._titles[number], "bold"))
            table.add_row(*cells, *([remark] if remarks else []))
        return table

    def _lines(self) -> Iterator[RenderableType]:
        every = [[cell.cell_len for cell in cells] for cells, _ in self._rows]
        widths = [max(len(head), *sizes) for head, *sizes in zip(self._heads, *every, strict=True)]
        yield self._line([Text(head, "bold") for head in self._heads], widths)
        if any(remark for _, remark in self._rows):
            yield Padding(Text(self._remarks, "bold"), (0, 0, 0, _INDENT), expand=False)
        for number, (cells, remark) in enumerate(self._rows):
            if number in self._titles:
                yield Text(f"\n{self._titles[number]}".rstrip(), "bold")
            yield self._line(cells, widths)
            if remark:
                yield Padding(remark, (0, 0, 0, _INDENT), expand=False)

    def _line(self, cells: Iterable[Text], widths: Iterable[int]) -> Text:
        line = Text(no_wrap=False)
        for cell, width in zip(cells, widths, strict=True):
            line.append_text(cell).append(" " * (width - cell.cell_len + 1))
        line.rstrip()
        return line
