"""Every fact is observed, or the table of facts says why it cannot be."""

from __future__ import annotations

import pytest

from mpdiag.explain import facts
from mpdiag.runner import catalog

FACTS = facts.load()
OBSERVED = {row.partition(":")[0] for probe in catalog.load().values() for row in probe.rows}


def test_the_table_is_whole() -> None:
    assert len(FACTS) == 193


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_a_fact_is_observed_or_says_why_not(fact: facts.Fact) -> None:
    assert (fact.id in OBSERVED) != bool(fact.unobserved)
