"""The report of a verification: ``report.json`` is the source of truth, the rest is rendered from it."""
