"""Which names are joined across articles, and which stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsindex.analysis.annotated import EntityType
from newsindex.names import Aliases, Grouping, NameCounts, Registry


def made(
    kind: EntityType, *names: str, spelled: dict[str, str] | None = None, aliases: Aliases | None = None
) -> Registry:
    """The registry of an index that has these names, the first in most articles; ``spelled`` has {spelling: name}."""
    counts = {name: len(names) - place for place, name in enumerate(names)}
    pairs: dict[str, dict[str, int]] = {}
    for spelling, name in (spelled or {}).items():
        pairs.setdefault(name, {})[spelling] = 1
    return Registry.build(NameCounts({kind: counts}, {kind: pairs}), aliases or Aliases())


def groups(registry: Registry) -> set[frozenset[str]]:
    return {frozenset(group.names) for group in registry.groups}


@pytest.mark.parametrize(
    "names",
    [
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky", "Vladimir Zelenskiy", "Zelensky", "Zelenskyi"),
        ("Bashar al-Assad", "Bashar Assad", "Assad", "al-Assad", "Bashar Al-Assad"),
        ("Joe Biden", "Joseph R. Biden", "Joseph Biden", "US President Joe Biden", "Biden"),
        ("Kim Jong Un", "Kim Jong-un", "KIM JONG UN", "Kim Jongun"),
        ("Yoon Suk Yeol", "Yoon Suk-yeol", "Yoon"),
        ("Lee Harvey Oswald", "Oswald"),
        ("Ursula von der Leyen", "von der Leyen", "Von der Leyen"),
        ("Vladimir Putin", "Vladimir Vladimirovich Putin", "V. Putin"),
        ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan", "Erdogan"),
        ("Mohammed bin Salman", "Muhammad bin Salman", "bin Salman"),
        ("Martin Luther King Jr.", "Martin Luther King, Jr"),
        ("Muammar Gaddafi", "Moammar Gadhafi", "Muammar Qaddafi", "Gaddafi", "Qaddafi"),
        ("Xi Jinping", "XI JINPING", "Xi"),
        ("Mao Zedong", "Mao"),
        ("Ban Ki-moon", "Ban Ki Moon", "Ban Kimoon"),
        ("Benjamin Netanyahu", "Binyamin Netanyahu", "Netanyahu"),
        ("Alexander Lukashenko", "Aleksandr Lukashenko", "Alyaksandr Lukashenka", "Lukashenka"),
        ("Nikita Khrushchev", "Nikita Khruschev", "Khrushchev"),
        ("Mikhail Gorbachev", "Mikhail Gorbachov", "Gorbachev"),
        ("Boris Yeltsin", "Boris Eltsin", "Yeltsin"),
        ("Saddam Hussein", "Saddam Hussain", "Saddam Husayn"),
        ("Ali Khamenei", "Ali Khamene'i", "Khamenei"),
        ("Abdel Fattah el-Sisi", "Abdel Fattah al-Sisi", "el-Sisi", "Sisi"),
        ("Slobodan Milošević", "Slobodan Milosevic", "Milosevic"),
        ("Andrej Babiš", "Andrej Babis", "Babiš"),
        ("Svetlana Tikhanovskaya", "Svetlana Tikhanovskaja", "Tikhanovskaya"),
        ("Gerhard Schröder", "Gerhard Schroeder", "Gerhard Schroder"),
        ("Charles de Gaulle", "de Gaulle", "De Gaulle"),
        ("Sen. Mike Mansfield", "Michael Mansfield", "Michael J. Mansfield"),
        ("Angela Merkel", "Chancellor Angela Merkel", "MERKEL", "Merkel"),
        ("John F. Kennedy", "John Fitzgerald Kennedy"),
        ("Nguyen Van Thieu", "Nguyễn Văn Thiệu"),
    ],
)
def test_one_person(names: tuple[str, ...]) -> None:
    assert groups(made("person", *names)) == {frozenset(names)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("George W. Bush", "George H. W. Bush"),
        ("Donald Trump", "Donald Trump Jr."),
        ("Kim Jong Un", "Kim Jong Il"),
        ("Kim Jong Un", "Kim Yo Jong"),
        ("Joe Biden", "Jill Biden"),
        ("Bashar al-Assad", "Hafez al-Assad"),
        ("Vladimir Putin", "Lyudmila Putina"),
        ("Recep Tayyip Erdogan", "Bilal Erdogan"),
        ("Park Geun-hye", "Park Chung-hee"),
        ("Lee Jae-myung", "Lee Myung-bak"),
        ("Kim Young-sam", "Sam"),
        ("Wang Yi", "Wang Yang"),
        ("Robert Smith", "Bob Smith"),
        ("William Smith", "William C. Smith"),
        ("Kate Brown", "Katherine Brown"),
        ("Rhys Eaton", "EATON"),
        ("Kenzaburo Hara", "Harrah"),
        ("Nick Kotch", "Koch"),
        ("John Peter", "Peter"),
        ("Dixon", "Dickson"),
        ("George Bush", "Jeb Bush"),
        ("Natalia Ivanova", "Natalia Ivanov"),
        ("Mohammed Khan", "Imran Khan"),
    ],
)
def test_two_people(one: str, other: str) -> None:
    assert groups(made("person", one, other)) == {frozenset({one}), frozenset({other})}


def test_a_surname_that_fits_two_people_is_joined_to_neither_and_says_whom_it_may_mean() -> None:
    registry = made("person", "Joe Biden", "Jill Biden", "Biden")
    assert len(registry.groups) == 3
    (bare,) = (group for group in registry.groups if group.name == "Biden")
    assert bare.might_be == ("Jill Biden", "Joe Biden")
    assert {group.name for group in registry.find("biden")} == {"Biden", "Joe Biden", "Jill Biden"}
    assert [group.name for group in registry.find("Joe Biden")] == ["Joe Biden"]


def test_a_name_that_an_article_shortens_is_one_everywhere() -> None:
    names = ("Javier Perez de Cuellar", "Perez de Cuellar")
    assert len(made("person", *names).groups) == 2
    registry = made("person", *names, spelled={"Perez de Cuellar": "Javier Perez de Cuellar"})
    assert groups(registry) == {frozenset(names)}


@pytest.mark.parametrize("name", ["Lee Iacocca", "Kim Campbell", "Lee R. Raymond"])
def test_a_family_name_may_also_be_a_first_name(name: str) -> None:
    first = name.split()[0]
    assert made("person", name).find(first) == ()


def test_a_very_common_surname_is_not_joined_to_its_one_bearer() -> None:
    registry = made("person", "John Smith", "Smith")
    (bare,) = (group for group in registry.groups if group.name == "Smith")
    assert bare.might_be == ("John Smith",)


def test_a_surname_that_is_more_often_a_place_is_not_joined_to_its_one_bearer() -> None:
    names = {"person": {"Ann Kiel": 2, "Kiel": 1}, "place": {"Kiel": 5}}
    (bare,) = (group for group in Registry.build(NameCounts(names)).find("Kiel", "person") if group.name == "Kiel")
    assert bare.might_be == ("Ann Kiel",)
    joined = Registry.build(NameCounts({"person": {"Ann Kiel": 2, "Kiel": 6}, "place": {"Kiel": 5}}))
    assert [group.names for group in joined.find("Kiel", "person")] == [("Kiel", "Ann Kiel")]


def test_what_stands_in_capitals_only_says_whom_it_may_mean() -> None:
    registry = made("person", "Rhys Eaton", "EATON")
    assert {group.name: group.might_be for group in registry.groups} == {"Rhys Eaton": (), "EATON": ("Rhys Eaton",)}


def test_a_very_common_name_without_its_middle_might_be_the_one_with_it() -> None:
    registry = made("person", "William Smith", "William C. Smith")
    assert [group.might_be for group in registry.groups if group.name == "William Smith"] == [("William C. Smith",)]
    shortened = made("person", "William Smith", "William C. Smith", spelled={"William Smith": "William C. Smith"})
    assert len(shortened.groups) == 1


@pytest.mark.parametrize("spelled", [{}, {"George Bush": "George W. Bush"}])
def test_a_name_without_a_middle_name_might_be_either(spelled: dict[str, str]) -> None:
    registry = made("person", "George Bush", "George W. Bush", "George H. W. Bush", spelled=spelled)
    (bare,) = (group for group in registry.groups if group.name == "George Bush")
    assert bare.might_be == ("George H. W. Bush", "George W. Bush")


def test_a_spelling_that_the_corpus_never_has_still_finds_the_person() -> None:
    registry = made("person", "Volodymyr Zelenskyy")
    for name in ("Zelenskiy", "zelensky", "Vladimir Zelensky", "VOLODYMYR ZELENSKYI"):
        assert [group.name for group in registry.find(name)] == ["Volodymyr Zelenskyy"]


@pytest.mark.parametrize(
    "names",
    [
        ("United States", "US", "U.S.", "USA", "the United States", "America"),
        ("United Kingdom", "UK", "U.K.", "Britain", "Great Britain"),
        ("North Korea", "DPRK", "Democratic People's Republic of Korea"),
        ("Myanmar", "Burma"),
        ("Côte d'Ivoire", "Ivory Coast"),
        ("Kyiv", "Kiev", "KYIV"),
        ("Zaporizhzhia", "Zaporizhzhya", "Zaporizhia", "ZAPORIZHZHIA"),
        ("the Netherlands", "Netherlands", "Holland"),
        ("St Petersburg", "St. Petersburg", "Saint Petersburg"),
        ("UAE", "U.A.E.", "United Arab Emirates", "the Emirates"),
        ("South Korea", "S. Korea", "ROK", "Republic of Korea"),
        ("Russia", "Russian Federation", "RUSSIA"),
        ("Soviet Union", "USSR", "U.S.S.R."),
        ("Türkiye", "Turkey", "Turkiye"),
        ("Czechia", "Czech Republic"),
        ("Beijing", "Peking"),
        ("Mumbai", "Bombay"),
        ("Yangon", "Rangoon"),
        ("Ho Chi Minh City", "Saigon"),
        ("São Paulo", "Sao Paulo", "SAO PAULO"),
        ("Odesa", "Odessa"),
        ("Zürich", "Zurich", "Zuerich"),
        ("Calif.", "California"),
        ("Gaza", "GAZA"),
    ],
)
def test_one_place(names: tuple[str, ...]) -> None:
    assert groups(made("place", *names)) == {frozenset(names)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("North Korea", "South Korea"),
        ("Congo", "Democratic Republic of Congo"),
        ("Guinea", "Equatorial Guinea"),
        ("Niger", "Nigeria"),
        ("Germany", "West Germany"),
        ("Washington", "Washington, D.C."),
        ("Austria", "Australia"),
        ("Oman", "Amman"),
        ("Pittsburg", "Pittsburgh"),
        ("Monterey", "Monterrey"),
        ("Georgia", "South Georgia"),
        ("Georgia", "Ga."),
        ("Ireland", "Northern Ireland"),
        ("Guinea", "Guinea-Bissau"),
        ("Guinea", "Papua New Guinea"),
        ("Dominica", "Dominican Republic"),
        ("Sudan", "South Sudan"),
        ("New York", "New York City"),
        ("Mexico", "New Mexico"),
        ("Gaza", "Gaza Strip"),
        ("America", "Latin America"),
        ("China", "Indochina"),
        ("Korea", "South Korea"),
        ("Washington", "Washington State"),
    ],
)
def test_two_places(one: str, other: str) -> None:
    assert groups(made("place", one, other)) == {frozenset({one}), frozenset({other})}


def test_a_place_is_found_by_its_country_code() -> None:
    registry = made("place", "North Korea", "South Korea")
    assert [group.name for group in registry.find("PRK")] == ["North Korea"]
    assert [group.name for group in registry.find("kp", "place")] == ["North Korea"]


@pytest.mark.parametrize(
    "names",
    [
        ("General Motors", "General Motors Corp", "General Motors Corporation", "The General Motors Corp."),
        ("Siemens", "Siemens AG"),
        ("Marks & Spencer", "Marks and Spencer", "Marks and Spencer PLC"),
        ("Ministry of Defence", "MINISTRY OF DEFENCE", "Ministry of Defense", "the Ministry of Defence"),
        ("United Nations", "UN", "U.N.", "the United Nations"),
        ("UN Security Council", "United Nations Security Council"),
        ("World Health Organization", "World Health Organisation", "WHO"),
        ("IBM", "I.B.M.", "International Business Machines Corp", "International Business Machines", "IBM Corp"),
        ("NATO", "Nato", "North Atlantic Treaty Organization"),
        ("Department of Defense", "Defense Department", "DEFENSE DEPARTMENT"),
        ("Toyota Motor Corp", "Toyota Motor Corporation", "Toyota Motor"),
        ("Volkswagen", "Volkswagen AG"),
        ("AT&T", "AT&T Inc.", "AT&T Inc"),
        ("Médecins Sans Frontières", "Medecins Sans Frontieres", "MSF"),
        ("FBI", "F.B.I.", "Federal Bureau of Investigation"),
    ],
)
def test_one_organisation(names: tuple[str, ...]) -> None:
    assert groups(made("org", *names)) == {frozenset(names)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Labour", "Labor"),
        ("National Security Agency", "NSA Inc"),
        ("Bank of China", "Bank of Japan"),
        ("Defence Ministry", "Foreign Ministry"),
        ("National Bank Ltd", "National Bank Inc"),
        ("General Motors", "General Mills"),
        ("Manchester United", "Manchester City"),
        ("Ministry of Defence of Ukraine", "Ministry of Defence"),
        ("Supreme Court", "Supreme Court of India"),
        ("First National Bank", "FNB"),
    ],
)
def test_two_organisations(one: str, other: str) -> None:
    assert groups(made("org", one, other)) == {frozenset({one}), frozenset({other})}


def test_a_body_of_one_country_is_one_however_it_is_written() -> None:
    names = ("Defence Ministry (Russia)", "Russian Defence Ministry", "Ministry of Defence (Russia)")
    assert groups(made("org", *names)) == {frozenset(names)}


def test_bodies_of_two_countries_are_two_and_one_without_a_country_might_be_either() -> None:
    registry = made("org", "National Assembly (France)", "National Assembly", "National Assembly (Kenya)")
    both = ("National Assembly (France)", "National Assembly (Kenya)")
    assert {group.name: group.might_be for group in registry.groups} == {
        "National Assembly": both,
        **dict.fromkeys(both, ()),
    }
    assert {group.name for group in registry.find("national assembly")} == {"National Assembly", *both}


def test_an_acronym_is_one_with_the_body_that_articles_define_it_as() -> None:
    registry = made("org", "Ministry of Health (Ghana)", "MoH", spelled={"MoH": "Ministry of Health (Ghana)"})
    assert groups(registry) == {frozenset({"Ministry of Health (Ghana)", "MoH"})}


@pytest.mark.parametrize(("in_full", "joined"), [(6, True), (5, False)])
def test_among_very_many_people_a_surname_needs_a_bearer_who_is_well_known(in_full: int, joined: bool) -> None:
    crowd = {f"Ada {chr(97 + number // 26 % 26)}{chr(97 + number % 26)}x{number}": 1 for number in range(1000)}
    registry = Registry.build(NameCounts({"person": {**crowd, "Paul Volcker": in_full, "Volcker": 2}}))
    assert (len(registry.find("Paul Volcker")[0].names) == 2) is joined


def test_a_corpus_that_grows_to_very_many_people_is_read_anew() -> None:
    few = {"Paul Volcker": 1, "Volcker": 1}
    many = few | {f"Ada {chr(97 + number // 26 % 26)}{chr(97 + number % 26)}x{number}": 1 for number in range(1000)}
    grown = Registry.build(NameCounts({"person": few})).updated(NameCounts({"person": many}))
    assert grown.groups == Registry.build(NameCounts({"person": many})).groups
    assert grown.updated(NameCounts({"person": few})).groups == Registry.build(NameCounts({"person": few})).groups


def test_one_definition_proves_little_of_an_acronym_that_many_articles_use() -> None:
    names = {"Council of People's Inspectors": 1, "CPI": 5}
    pairs = {"Council of People's Inspectors": {"CPI": 1}}
    registry = Registry.build(NameCounts({"org": names}, {"org": pairs}))
    assert [group.might_be for group in registry.groups if group.name == "CPI"] == [("Council of People's Inspectors",)]
    assert len(Registry.build(NameCounts({"org": {**names, "CPI": 4}}, {"org": pairs})).groups) == 1


def test_the_agency_of_an_acronym_is_not_the_company_of_that_name() -> None:
    registry = made("org", "NSA", "National Security Agency", "NSA Inc")
    assert groups(registry) == {frozenset({"NSA", "National Security Agency"}), frozenset({"NSA Inc"})}


def test_a_ministry_that_is_called_in_two_ways_might_be_that_of_two_countries() -> None:
    registry = made("org", "Ministry of Defence", "Defence Ministry", "Defense Ministry")
    assert {group.name: group.might_be for group in registry.groups} == {
        "Ministry of Defence": ("Defence Ministry",),
        "Defence Ministry": ("Ministry of Defence",),
    }
    assert len(registry.find("defence ministry")) == 2


def test_companies_with_other_legal_forms_stay_apart() -> None:
    registry = made("org", "Acme Inc", "Acme Ltd", "Acme")
    assert len(registry.groups) == 3
    (bare,) = (group for group in registry.groups if group.name == "Acme")
    assert bare.might_be == ("Acme Inc", "Acme Ltd")


def test_an_acronym_means_what_articles_define_it_as() -> None:
    registry = made("org", "Naval Inquiry Staff", "Serbian Oil", "NIS", spelled={"NIS": "Serbian Oil"})
    assert groups(registry) == {frozenset({"Naval Inquiry Staff"}), frozenset({"Serbian Oil", "NIS"})}


def test_an_acronym_that_articles_define_in_two_ways_is_joined_to_neither() -> None:
    pairs = {"Serbian Oil": {"NIS": 1}, "National Intelligence Service": {"NIS": 2}}
    names = {"Serbian Oil": 1, "National Intelligence Service": 2, "NIS": 3}
    registry = Registry.build(NameCounts({"org": names}, {"org": pairs}))
    assert [group.might_be for group in registry.groups if group.name == "NIS"] == [
        ("National Intelligence Service", "Serbian Oil")
    ]
    assert len(registry.find("nis")) == 3


def test_an_acronym_that_no_article_explains_might_be_the_name_with_its_initials() -> None:
    registry = made("org", "National Intelligence Service", "NIS")
    assert [group.might_be for group in registry.groups if group.name == "NIS"] == [("National Intelligence Service",)]
    assert len(registry.find("NIS")) == 2


def test_a_place_that_sounds_so_is_found_by_a_spelling_that_no_article_has() -> None:
    assert [group.name for group in made("place", "Zhmerynka").find("Zhmerinka")] == ["Zhmerynka"]


def test_headlines_in_capitals_make_no_second_bearer_of_a_surname() -> None:
    registry = made("person", "Reagan", "Ronald Reagan", "BYRD URGES REAGAN")
    assert registry.find("reagan")[0].names == ("Reagan", "Ronald Reagan")


def test_who_is_called_by_another_first_name_is_not_joined_by_an_initial() -> None:
    assert len(made("person", "J. Thomas Clark", "Joe Clark").groups) == 2


@pytest.mark.parametrize(
    ("names", "called"),
    [
        (("WASHINGTON", "Washington"), "Washington"),
        (("Calif.", "California"), "California"),
        (("Treasury Secretary James Baker", "James Baker"), "James Baker"),
    ],
)
def test_what_an_entity_is_called(names: tuple[str, ...], called: str) -> None:
    registry = made("person" if "James Baker" in names else "place", *names)
    assert [group.name for group in registry.groups] == [called]


def test_initials_of_two_organisations_join_neither() -> None:
    registry = made("org", "National Intelligence Service", "Naval Inquiry Staff", "NIS")
    assert len(registry.groups) == 3


def test_names_of_different_types_are_never_joined() -> None:
    registry = Registry.build(NameCounts({"person": {"Jordan": 1}, "place": {"Jordan": 2}}))
    assert [group.type for group in registry.find("jordan")] == ["person", "place"]


def test_a_person_is_called_by_a_full_name() -> None:
    assert made("person", "Putin", "V. Putin", "Vladimir Putin").groups[0].name == "Vladimir Putin"


def test_a_join_says_its_rule_and_can_be_undone() -> None:
    registry = made("place", "Kyiv", "Kiev")
    (join,) = registry.joins
    assert (join.alias, join.name, join.rule) == ("Kiev", "Kyiv", "renamed place")
    undone = made("place", "Kyiv", "Kiev", aliases=Aliases.parse(join.to_toml()))
    assert groups(undone) == {frozenset({"Kyiv"}), frozenset({"Kiev"})}
    assert [group.name for group in undone.find("kiev")] == ["Kiev"]


def test_the_user_can_join_what_no_rule_would() -> None:
    aliases = Aliases((Grouping("join", "person", "Pelé", ("Edson Arantes do Nascimento", "O Rei")),))
    registry = made("person", "Pelé", "Edson Arantes do Nascimento", "Edson Smith", aliases=aliases)
    assert groups(registry) == {frozenset({"Pelé", "Edson Arantes do Nascimento"}), frozenset({"Edson Smith"})}
    assert [group.name for group in registry.find("o rei")] == ["Pelé"]


def test_bytes_and_back() -> None:
    registry = made("person", "Joe Biden", "Jill Biden", "Biden", "Zelensky", "Zelenskyy")
    again = Registry.from_bytes(registry.to_bytes())
    assert (again.groups, again.joins) == (registry.groups, registry.joins)
    assert again.find("biden") == registry.find("biden")
    with pytest.raises(ValueError, match="not a registry"):
        Registry.from_bytes(b"something else")


NAMES = st.lists(
    st.sampled_from(
        "Joe Biden|Jill Biden|Biden|Joseph R. Biden|J. Biden|Zelensky|Volodymyr Zelenskyy|Vladimir Zelensky|Kim|"
        "Kim Jong Un|Kim Jong-un|KIM JONG UN|al-Assad|Bashar al-Assad|Hafez Assad|George Bush|George W. Bush|"
        "George H.W. Bush|Smith|Mr Smith|John Smith|Bush|—|Zelenskyi".split("|")
    ),
    unique=True,
    min_size=1,
)


@settings(max_examples=60, deadline=None)
@given(NAMES)
def test_every_name_is_in_one_entity_and_finds_it(names: list[str]) -> None:
    registry = made("person", *names)
    assert sorted(name for group in registry.groups for name in group.names) == sorted(names)
    assert len({group.name for group in registry.groups}) == len(registry.groups)
    for group in registry.groups:
        assert not group.might_be or group.name not in group.might_be
        for name in group.names:
            if any(char.isalnum() for char in name):
                assert group in registry.find(name, "person")


@settings(max_examples=60, deadline=None)
@given(NAMES)
def test_undoing_all_joins_leaves_none_and_forgetting_it_restores_them(names: list[str]) -> None:
    before = made("person", *names)
    undoing = Aliases.parse("\n".join(join.to_toml() for join in before.joins))
    after = made("person", *names, aliases=undoing)
    for join in before.joins:
        assert not any({join.alias, join.name} <= set(group.names) for group in after.groups)
    assert made("person", *names).groups == before.groups


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text(max_size=12), unique=True, max_size=6),
    st.sampled_from(["person", "org", "place"]),
    st.text(max_size=12),
)
def test_any_text_may_be_a_name(names: list[str], kind: EntityType, asked: str) -> None:
    registry = made(kind, *names)
    again = Registry.from_bytes(registry.to_bytes())
    assert again.groups == registry.groups
    assert again.find(asked, kind) == registry.find(asked, kind)
    for group in registry.groups:
        assert group in registry.find(group.name, kind)


@settings(max_examples=60, deadline=None)
@given(st.permutations(["Joe Biden", "Jill Biden", "Biden", "Zelensky", "Volodymyr Zelenskyy", "Vladimir Zelensky"]))
def test_the_order_of_names_does_not_matter(names: list[str]) -> None:
    counts = dict.fromkeys(names, 1)
    assert groups(Registry.build(NameCounts({"person": counts}))) == groups(
        Registry.build(NameCounts({"person": dict.fromkeys(sorted(names), 1)}))
    )
