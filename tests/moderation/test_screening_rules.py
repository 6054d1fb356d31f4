"""What else a text is searched for: plates, homes, hard words, threats, languages (MQ-17, T38).

Of every rule: what it must find, and what it must leave alone. docs/screening.md tells the rest.
"""

import pytest

from moderation import wordlists
from moderation.inflection import Class, forms
from moderation.screening import Rule, blocking, screen


def found(text, rule, town=wordlists.NONE):
    return [text[hit.start : hit.end] for hit in screen(text, town) if hit.rule is rule]


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("Bilen ABC 123 står där", "ABC 123"),
        ("En svart BMW med nummer JKL-45M", "JKL-45M"),
        ("Den heter ABC12D.", "ABC12D"),
        ("volvo abc 123", "abc 123"),
        ("regnr: hjk12a", "hjk12a"),
        ("\uff21\uff22\uff23 123 parkerar", "\uff21\uff22\uff23 123"),
        ("Han har personlig skylt GULLAN på bilen", "GULLAN"),
        ("Regskylten är DR ODD", "DR ODD"),
    ],
)
def test_a_number_plate_is_found(text, plate):
    assert found(text, Rule.PLATE) == [plate]
    assert not blocking(screen(text))


@pytest.mark.parametrize(
    "text",
    [
        *("E4 och RV 73", "buss 401", "KS 2018/124", "SBN 123", "SBN 2026-123", "ISO 9001"),
        *("ABC 1234", "QBC 123", "ABÖ 123", "ABC 12I", "xABC 123", "ABC 123/2026", "dnr ABC 123"),
        *("rum BCD 123", "BOX 123", "SMS 112", "SFS 2009:600", "hos abc 123", "det kostar abc 123"),
        *("skylten STOPP", "en skylt MED TEXT", "PBL 100 kr", "HAR 300 METER KVAR TILL DEN"),
        *("LED 300", "https://example.org/ABC123", "kod ABC 123", "linje ABC 123"),
    ],
)
def test_a_road_a_reference_or_a_room_is_no_number_plate(text):
    assert found(text, Rule.PLATE) == []


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("Jag bor på Storgatan 5 och ser det", "Storgatan 5"),
        ("Hon bor sedan länge på Norra Kungsgatan 3 B.", "Norra Kungsgatan 3 B"),
        ("hemma hos Kalle på Ågatan 3", "Ågatan 3"),
        ("Min adress är Björkvägen 12, lgh 1102", "Björkvägen 12, lgh 1102"),
        ("grannen på Karl Johans väg 12", "Karl Johans väg 12"),
        ("Anna Svensson, Ågatan 3, 123 45 Grönby, sa det", "Ågatan 3, 123 45 Grönby"),
        ("hemadress: Ågatan 3", "Ågatan 3"),
        ("He lives at Storgatan 5.", "Storgatan 5"),
    ],
)
def test_where_somebody_lives_is_found(text, home):
    assert found(text, Rule.HOME) == [home]


@pytest.mark.parametrize(
    "text",
    [
        "Lampan vid Storgatan 5 är trasig.",
        "Hålet är utanför Björkvägen 12.",
        "Adress: Storgatan 5",
        "Storgatan 5",
        "Ica Maxi, Storgatan 5",
        "Folkets Hus på Storgatan 5",
        "Biblioteket Ekudden, Ekvägen 2",
        "Vi bor på Storgatan.",
        "Bygg bostäder på Storgatan 5!",
        "Barnen bor i närheten. Lampan på Storgatan 5 är trasig.",
        "Jag vill att ni lagar Storgatan 5-7",
    ],
)
def test_a_lamp_a_shop_or_a_hole_has_no_home(text):
    assert found(text, Rule.HOME) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ni är idioter", ["idioter"]),
        ("IDIOTERNAS kommun", ["IDIOTERNAS"]),
        ("kommunjävlarna", ["kommunjävlarna"]),
        ("det där jävla puckot", ["jävla", "puckot"]),
        ("du är ju i.d.i.o.t", ["i.d.i.o.t"]),
        ("i d\u200b i o t", ["i d\u200b i o t"]),
        ("idi\u200bot", ["idi\u200bot"]),
        ("\uff29\uff24\uff29\uff2f\uff34", ["\uff29\uff24\uff29\uff2f\uff34"]),
        ("you fucking moron", ["fucking", "moron"]),
    ],
)
def test_a_hard_word_is_found_however_it_is_bent_or_spelt(text, words):
    assert found(text, Rule.HARD_WORD) == words
    assert not blocking(screen(text))


@pytest.mark.parametrize(
    "text",
    [
        "Nämnden har gjort ett dåligt arbete, och det är skandal.",
        "Kommunen ljuger, svaret är värdelöst och politikerna borde skämmas. Det var slut.",
        "Kommunstyrelsen är korrupt, inkompetent och feg.",
        "Skolskjutsen till Hökarängen, horisonten, kukeliku och idiomatiska uttryck.",
        "Homosexuella, romer, muslimer och judar bor här.",
        "a b c d e f g",
    ],
)
def test_criticism_and_ordinary_words_are_no_hard_words(text):
    assert found(text, Rule.HARD_WORD) == []


@pytest.mark.parametrize(
    "text",
    [
        *("Jag ska döda dig", "vi kommer att slå ihjäl er", "nån borde skjuta dem", "du ska få dö"),
        *(
            "jag hoppas att du dör",
            "jag vet var du bor",
            "I will kill you",
            "we know where you live",
        ),
    ],
)
def test_what_sounds_like_a_threat_is_found(text):
    assert len(found(text, Rule.THREAT)) == 1


@pytest.mark.parametrize(
    "text",
    [
        *("Vi vill döda ogräset", "Träden kommer att dö", "jag vet var du kan hitta det"),
        *("Ni ska visa oss vägen", "Bilarna kommer att köra ihjäl någon", "Vi bor där du bor"),
    ],
)
def test_a_worry_is_no_threat(text):
    assert found(text, Rule.THREAT) == []


@pytest.mark.parametrize(
    ("base", "kind", "bent"),
    [
        ("hora", Class.OR, "hora horan horor hororna horas horans hororna"),
        ("jävel", Class.AR, "jävel jäveln jävlar jävlarna jävelns jävlarnas"),
        ("idiot", Class.ER, "idiot idioten idioter idioterna idiotens idioternas"),
        ("mongo", Class.NEUTER, "mongo mongot mongon mongona mongots"),
        ("äckel", Class.NEUTER, "äckel äcklet äcklen äcklets"),
        ("arsle", Class.NEUTER, "arsle arslet arslen arslena"),
        ("avskum", Class.NEUTER, "avskum avskummet"),
        ("neger", Class.ER, "neger negern negrer negrerna negrernas"),
        ("mördare", Class.ARE, "mördare mördaren mördarna mördarens mördarnas"),
        ("dum", Class.ADJECTIVE, "dum dumt dumma dumme dummare dummast dummaste"),
        ("efterbliven", Class.ADJECTIVE, "efterbliven efterblivet efterblivna"),
        ("hjärndöd", Class.ADJECTIVE, "hjärndöd hjärndött hjärndöda"),
        ("skadad", Class.ADJECTIVE, "skadad skadat skadade"),
        ("hata", Class.VERB, "hata hatar hatade hatat hatas hatad hatande"),
    ],
)
def test_a_word_is_bent_as_its_class_is(base, kind, bent):
    assert set(bent.split()) <= forms(base, kind)


def test_a_town_looks_for_its_own_words_in_every_form_with_any_ending_and_in_phrases():
    town = wordlists.parsed(("Ankdammsgäng", "fulhus*", "gamla  torget", "LSS-boende"))
    assert town.faults == ()
    text = "Ankdammsgängets fulhuskvarter vid gamla\ntorget, LSS-boende, och fula hus."
    assert found(text, Rule.TOWN_WORD, town) == [
        *("Ankdammsgängets", "fulhuskvarter", "gamla\ntorget", "LSS-boende"),
    ]
    assert found(text, Rule.TOWN_WORD) == []
    assert not blocking(screen(text, town))


def test_what_cannot_be_understood_in_a_towns_list_is_told_and_never_stops_the_rest():
    wrong = ("", "a", "[x", "ok", "ok", "x" * 61, "ab*", "bra")
    town = wordlists.parsed(wrong)
    assert [(fault.number, fault.why) for fault in town.faults] == [
        *((1, "empty"), (2, "short"), (3, "signs"), (5, "twice"), (6, "long"), (7, "short")),
    ]
    assert found("Det är bra.", Rule.TOWN_WORD, town) == ["bra"]
    many = wordlists.parsed(tuple(f"ord{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(520)))
    assert {fault.why for fault in many.faults} == {"many"}


def test_a_text_that_says_the_same_over_and_over_is_found_from_where_it_begins_to():
    once = "Laga lampan vid bron nu genast innan någon gör sig illa. "
    (hit,) = [hit for hit in screen(once * 5) if hit.rule is Rule.REPEATED]
    assert (hit.start, hit.end) == (len(once), len(once) * 5 - 2)
    assert found(once * 2, Rule.REPEATED) == []
    assert found("Hjälp" + "!" * 12, Rule.REPEATED) == ["!" * 12]
    assert found("Se nedan. " + "-" * 40 + "\n" + "." * 30, Rule.REPEATED) == []


def test_a_link_that_hides_where_it_leads_is_found():
    text = (
        "Se bit.ly/abc12 och https://t.co/x men inte https://example.org/bit.ly/ eller rabbit.ly/a"
    )
    assert found(text, Rule.SHORT_LINK) == ["bit.ly/abc12", "https://t.co/x"]


@pytest.mark.parametrize(
    "text",
    [
        "Este es un texto en español que no se entiende muy bien para los de aquí",
        "это текст на русском языке который никто не читает",
        "هذا نص باللغة العربية لا يقرأه أحد هنا",
        "Hallo ich bin neu hier und ich möchte gern mit der Gemeinde sprechen",
        "Drogi są złe i nie ma światła na ulicy bo to jest problem od dawna",
        "Yolda lamba bozuk ve bir daha da bu için çok karanlık oluyor",
    ],
)
def test_a_text_in_another_language_is_told(text):
    assert found(text, Rule.OTHER_LANGUAGE) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Lampan vid bron har varit släckt i två veckor och det är svårt att se.",
        "The lamp by the bridge has been dark for two weeks and we cannot see.",
        "Silta on ollut pimeä kaksi viikkoa ja me emme näe siellä mitään.",  # Finnish
        "Mie halvan ette tet lähättä minule vastauksen ko tet oletta lukehneet.",  # Meänkieli
        "Mun lean dál dáppe ja sávan ahte dii vástidehpet munnje go lehpet lohkan.",  # Sami
        "\u05d3\u05d0\u05e1 \u05d0\u05d9\u05d6 \u05d9\u05d9\u05d3\u05d9\u05e9 " * 4,  # Yiddish
        "Dette er en norsk tekst som ikke er svensk, men nesten.",
        "Mot Plaza de España, por favor.",
        "Storgatan Ågatan Björkvägen Ekvägen Norrtull Södertull Väster Öster",
    ],
)
def test_swedish_english_the_neighbours_and_minority_languages_are_not(text):
    assert found(text, Rule.OTHER_LANGUAGE) == []
