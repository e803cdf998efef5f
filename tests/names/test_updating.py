"""A registry that is brought up to date answers as one that is made anew, and its blocks hide nothing from a rule."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from newsindex.analysis.annotated import EntityType
from newsindex.names import Aliases, Grouping, NameCounts, Registry
from newsindex.names.grouping import grouped
from newsindex.names.wishes import Wishes

NAMES: dict[EntityType, list[str]] = {
    "person": "Joe Biden|Jill Biden|Biden|Joseph R. Biden|J. Biden|Zelensky|Volodymyr Zelenskyy|Vladimir Zelensky|Kim|"
    "Kim Jong Un|Kim Jong-un|KIM JONG UN|al-Assad|Bashar al-Assad|Hafez Assad|George Bush|George W. Bush|Smith|"
    "George H.W. Bush|Mr Smith|John Smith|Bush|—|+|Ursula von der Leyen|von der Leyen|Perez de Cuellar|"
    "Javier Perez de Cuellar|Acme Corp|Jong Un|Ford|Georgia|Henry Ford|Ann Georgia".split("|"),
    "org": "NIS|National Intelligence Service|Naval Inquiry Staff|National Intelligence Service Ltd|UN|United Nations|"
    "U.N.|Acme|Acme Inc|Acme Ltd|ACME|Ford|Ford Co|Ford Co Ltd|Ministry of Defence|Defense Ministry|WHO|"
    "World Health Organization|Wild Horse Office|National Bank|National Bank Ltd".split("|"),
    "place": "Kyiv|Kiev|KYIV|US|U.S.|United States|America|Georgia|St. Petersburg|Saint Petersburg|CAN|the CAN|Canada|"
    "Burma|Myanmar|Zaporizhzhia|Zaporizhzhya|Calif.|California".split("|"),
}
ASKED = sorted(
    {name for names in NAMES.values() for name in names} | {"zelenskiy", "O Rei", "biden", "kp", "Zhmerinka"}
)


@st.composite
def counts(draw: st.DrawFn) -> NameCounts:
    names, spellings = {}, {}
    for kind, known in NAMES.items():
        names[kind] = draw(st.dictionaries(st.sampled_from(known), st.integers(1, 4)))
        others = st.dictionaries(st.sampled_from([*known, "Uncle"]), st.integers(1, 2), min_size=1, max_size=2)
        some = st.sampled_from(sorted(names[kind]))
        spellings[kind] = draw(st.dictionaries(some, others, max_size=3)) if names[kind] else {}
    return NameCounts(names, spellings)


@st.composite
def groupings(draw: st.DrawFn) -> Grouping:
    kind = draw(st.sampled_from(sorted(NAMES)))
    texts = st.sampled_from([*NAMES[kind], "O Rei", "The General"]).filter(lambda text: text not in "—+")
    aliases = draw(st.lists(texts, min_size=1, max_size=3, unique=True))
    return Grouping(draw(st.sampled_from(["join", "apart"])), kind, draw(texts), tuple(aliases))


ALIASES = st.lists(groupings(), max_size=2).map(lambda found: Aliases(tuple(found)))


def answers(registry: Registry) -> dict[str, object]:
    found = {name: registry.find(name, kind) for name in ASKED for kind in (None, *NAMES)}
    return {
        "groups": registry.groups,
        "joins": registry.joins,
        "labels": {kind: dict(registry.labels(kind)) for kind in NAMES},
        "found": found,
    }


KEPT = st.sampled_from(["not at all", "whole", "as a change"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(counts(), ALIASES, KEPT), min_size=1, max_size=4))
def test_bringing_up_to_date_is_as_good_as_making_anew(states: list[tuple[NameCounts, Aliases, str]]) -> None:
    registry = whole = Registry.from_bytes(Registry.build(NameCounts()).to_bytes())
    for counted, aliases, kept in states:
        registry = registry.updated(counted, aliases)
        if kept == "whole":
            registry = whole = Registry.from_bytes(registry.to_bytes())
        elif kept == "as a change":
            registry = whole.changed_by(registry.change_to_bytes())
        assert answers(registry) == answers(Registry.build(counted, aliases))
        assert registry.counts == counted


@settings(max_examples=60, deadline=None)
@given(counts(), ALIASES)
def test_names_that_are_compared_all_with_all_give_the_same_groups(counted: NameCounts, aliases: Aliases) -> None:
    registry = Registry.build(counted, aliases)
    for kind in NAMES:
        names = dict(sorted(counted.names[kind].items()))
        wishes = Wishes.of(kind, aliases.groupings)
        others = [found for other, found in counted.names.items() if other != kind]
        elsewhere = {name: sum(found.get(name, 0) for found in others) for name in names}
        found, joins = grouped(kind, names, counted.spellings[kind], wishes, elsewhere)
        assert sorted(found, key=repr) == sorted((one for one in registry.groups if one.type == kind), key=repr)
        assert sorted(joins, key=repr) == sorted((one for one in registry.joins if one.type == kind), key=repr)


def test_a_small_change_leaves_other_blocks_as_they_are() -> None:
    before = {"Kyiv": 3, "Kiev": 1, "Lviv": 2, **{f"Town {number}": 1 for number in range(20)}}
    kept = Registry.from_bytes(Registry.build(NameCounts({"place": before})).to_bytes())
    assert kept.is_kept
    after = kept.updated(NameCounts({"place": {**before, "Kiev": 4}}))
    assert after.is_kept
    assert [group.name for group in after.find("kyiv")] == ["Kiev"]
    assert [group.name for group in kept.find("kyiv")] == ["Kyiv"]
