"""Which names are one entity?

Within an article the analysis already gives each mention the fullest name that the article supports. This room joins
those names across articles: spellings, transliterations, countries and their codes, companies with and without "Inc",
acronyms, and a bare surname where only one person of the corpus bears it. Every join says by which rule it was made
and can be undone, or added, in a plain file (``aliases``); where a name fits two entities it is joined to neither.

Articles keep their own names. The ``Registry`` is only a reading of them, made from how often each name and spelling
stands in the index; a question for an entity becomes one for all the names that were joined in it.

    >>> counts = NameCounts(names={"person": {"Volodymyr Zelenskyy": 4, "Vladimir Zelensky": 1}})
    >>> [group.name for group in Registry.build(counts).find("zelenskiy")]
    ['Volodymyr Zelenskyy']
"""

from __future__ import annotations

from newsindex.names.aliases import Aliases, Grouping
from newsindex.names.counts import NameCounts
from newsindex.names.entity import Entity
from newsindex.names.grouping import Group
from newsindex.names.joins import Join
from newsindex.names.registry import Registry

__all__ = ["Aliases", "Entity", "Group", "Grouping", "Join", "NameCounts", "Registry"]
