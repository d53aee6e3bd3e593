"""Plain text of claims becomes paragraphs with indices, exponents and links."""

from __future__ import annotations

import pytest

from verifier.report.markdown import escape_markdown
from verifier.report.prose import Prose, split_paragraphs, typographic


@pytest.mark.parametrize(("text", "shown"), [
    ("N_0 and θ_{t+1}", "N<sub>0</sub> and θ<sub>t+1</sub>"),
    ("λ_tc_t", "λ<sub>t</sub>c<sub>t</sub>"),
    ("2N_0", "2N<sub>0</sub>"),
    ("‖w‖_Σ²", "‖w‖<sub>Σ</sub>²"),
    ("N_0G", "N<sub>0</sub>G"),
    ("s̄_0", "s̄<sub>0</sub>"),
    ("(1 − h)^t ≤ x^(−2t)", "(1 − h)<sup>t</sup> ≤ x<sup>−2t</sup>"),
    ("some_name and a_long_name", "some_name and a_long_name"),
    ("ρa_t", "ρa<sub>t</sub>"),
    ("α_on, α_off and s_o", "α<sub>on</sub>, α<sub>off</sub> and s<sub>o</sub>"),
    ("p' and sin²θ', the claim's", "p′ and sin²θ′, the claim&#39;s"),
    ("a < b & c", "a &lt; b &amp; c"),
])  # fmt: skip
def test_indices_and_exponents(text: str, shown: str) -> None:
    """Indices are lowered and exponents raised, except inside longer names; the rest is escaped."""
    assert shown == typographic(text)


def test_paragraphs() -> None:
    """A blank line or the number of an item begins a paragraph; other line ends are blanks."""
    text = "one\ntwo\n\n(i) three\n(ii) four"

    assert ["one two", "(i) three", "(ii) four"] == list(split_paragraphs(text))


def test_links_to_claims() -> None:
    """A claim is linked wherever its whole id stands, and nowhere else."""
    prose = Prose(["square.edge", "square.edge-log"])

    linked = prose.linked("square.edge-log, square.edge; square.edges, [1]")

    assert 3 == linked.count("<a ")
    assert '<a href="#square.edge-log">square.edge-log</a>' in linked
    assert "square.edges," in linked


def test_no_claims_no_links() -> None:
    """Without claims nothing is linked."""
    assert "square.edge" == Prose([]).linked("square.edge")


def test_markdown_shows_text_as_it_is() -> None:
    """What Markdown would read as markup is escaped."""
    assert r"\*a\* \`b\` \[c\](d) e \| f \$g\$ &lt;h&gt;" == escape_markdown("*a* `b` [c](d) e | f $g$ <h>")
    assert r"\# not a heading" == escape_markdown("# not a heading")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("min(s̄, gL_t)", "min(s̄, gL<sub>t</sub>)"),
        ("u_j²S_j", "u<sub>j</sub>²S<sub>j</sub>"),
        ("⟨g⟩ + αcσ'_B", "⟨g⟩ + αcσ′<sub>B</sub>"),
        ("g_− − g_+ with", "g<sub>−</sub> − g<sub>+</sub> with"),
        ("max_τ(τ + L_τ)", "max<sub>τ</sub>(τ + L<sub>τ</sub>)"),
        ("∫_{τ_on}^τ", "∫<sub>τ<sub>on</sub></sub><sup>τ</sup>"),
        ("⟨x_i, x_j⟩ = nδ_ij", "⟨x<sub>i</sub>, x<sub>j</sub>⟩ = nδ<sub>ij</sub>"),
        ("as in ``edge_envelope``.", "as in <code>edge_envelope</code>."),
        ("the module edge_envelope, don't", "the module edge_envelope, don&#39;t"),
    ],
)
def test_indices_of_products_and_signs(text: str, shown: str) -> None:
    """After one letter of a product, before a power, after a prime; signs, operators and code."""
    assert typographic(text) == shown
