"""The pages of the causes: their form, their programs, and that probes and pages agree."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from mpdiag.explain import pages
from mpdiag.runner import catalog

ROOT = Path(__file__).parents[2]

PAGE = """\
# MP101: A global set at run time does not reach the child

Slug: parent-state-not-inherited
In short: pass it as an argument

You see: a default.

Why: because.

Where: Windows always.

Remedy: hand it over.

Before:

```python
print("Why: a line of a program")
```

After:

```python
print(2)
```

Source: the documentation.
"""


def test_a_page_is_read() -> None:
    page = pages.parse(PAGE, "MP101.md")

    assert page == pages.Page(
        code="MP101",
        slug="parent-state-not-inherited",
        title="A global set at run time does not reach the child",
        in_short="pass it as an argument",
        you_see="a default.",
        why="because.",
        where="Windows always.",
        remedy="hand it over.",
        differs="between methods",
        before='print("Why: a line of a program")\n',
        after="print(2)\n",
        source="the documentation.",
        markdown=PAGE,
    )


def test_a_page_says_how_it_differs() -> None:
    page = pages.parse(PAGE.replace("Before:", "Differs: only in cost\n\nBefore:"), "MP101.md")

    assert page.differs == "only in cost"


def test_the_page_in_contributing_is_right() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    example = re.search(r"^````markdown\n(.*?)^````", text, re.DOTALL | re.MULTILINE)

    assert example
    assert pages.parse(example[1], "MP101.md").slug == "parent-state-not-inherited"


LONG = "\n".join(["pass"] * 21)


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("# MP101: ", "# ", "1: the first line is not '# MPnnn: title'"),
        ("# MP101: ", "# MP102: ", "1: the page of MP102 belongs into MP102.md"),
        ("Slug: parent", "Slug: Parent", "3: a slug is lower-case words joined by '-'"),
        ("In short: pass", f"In short: {'x' * 40}", "4: 'In short' is one line of at most 36 characters"),
        ("Why: because.\n", "", "9: 'Why:' has to come before 'Where:'"),
        ("Source: the documentation.\n", "", "24: 'Source:' is missing"),
        ("Source: the documentation.", "Source:", "26: 'Source:' says nothing"),
        ("Remedy: hand it over.", "Remedy: x\n\nWhere: y", "14: 'Before:' has to come before 'Where:'"),
        ("documentation.\n", "documentation.\n\nSource: twice", "28: 'Source:' is there already"),
        ("\nSlug", "\nA stray line.\nSlug", "3: 'Slug:' comes right after the heading"),
        ("Before:", "Differs: a bit\n\nBefore:", "14: 'Differs' is one of: no, it fails everywhere; "),
        ("Before:\n", "Before:\n\nSee:\n", "14: 'Before' is one block of ```python and nothing else"),
        ("print(2)", LONG, "20: the program has more than 20 lines"),
    ],
)
def test_what_is_wrong_with_a_page_is_said_with_its_line(old: str, new: str, error: str) -> None:
    assert old in PAGE

    with pytest.raises(pages.PageError, match=re.escape(f"MP101.md:{error}")):
        pages.parse(PAGE.replace(old, new, 1), "MP101.md")


@pytest.mark.parametrize("code", pages.codes())
def test_every_page_is_right(code: str) -> None:
    assert pages.read(code).code == code


def test_slugs_are_unique() -> None:
    slugs = Counter(page.slug for page in pages.load().values())

    assert slugs.total()
    assert [slug for slug, count in slugs.items() if count > 1] == []


def test_every_cause_that_a_probe_names_has_its_page_and_the_other_way_round() -> None:
    cited = {code for probe in catalog.load().values() for row in probe.rows if (code := probe.cause_of(row))}

    assert {
        "without a page": cited - pages.load().keys(),
        "without a probe": pages.load().keys() - cited,
    } == {
        "without a page": set(),
        "without a probe": set(),
    }
