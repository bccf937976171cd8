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


@pytest.mark.parametrize("observation", sorted(OBSERVED))
def test_what_claims_a_group_of_facts_is_one(observation: str) -> None:
    """An id that looks like a fact and is none is a slip of the pen."""
    groups = {fact.partition(".")[0] for fact in FACTS}
    if observation.partition(".")[0] in groups:
        assert observation in FACTS
