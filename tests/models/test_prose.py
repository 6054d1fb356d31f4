"""Residents' words: cleaned, then made HTML (spec/security.md T21, T23, T27, T38)."""

import unicodedata
from html.parser import HTMLParser
from urllib.parse import urlsplit

import bleach
import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.prose import clean, clean_line, prose
from tests.effort import calls

REL = 'rel="nofollow ugc noopener"'
LETTERS = "aå1.-*()&<>\"'\\/:@?#%;=`[] \n\r\t\0\x1b\x85\u2028\xa0\xad\u200b\u200c\u200d\u200f\u202e\u2066\ufeff"
MARKS = "\u0301\u0338\u0344\ufe0f\u20e3\u2190\u0627\u0653\u06cc\U0001f468\U0001f3fd\U0001f308\U000e0041\ud800\u017f\u212a\ufb01"
WORDS = (
    *("https://", "HTTP://", "www.", "javascript:", "data:text/html,", "mailto:", "example.org"),
    *("good.city@", "rosa@", "<script>", "</script>", "<a href=", "<img onerror=x>", "<!--", "-->"),
    *("<svg><style>", "&lt;", "&#106;", "&nbsp", "&NewLine;", "]]>", "\n- a", "\n1. a", "\n2. b"),
)
PIECES = st.sampled_from([*LETTERS, *MARKS, *WORDS])
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60)


class Parsed(HTMLParser):
    """What a reader of the HTML finds in it."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.hrefs, self.words, self.others = [], [], "", []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(sorted(name for name, _ in attrs))))
        self.hrefs += [value for name, value in attrs if name == "href"]

    def handle_data(self, data):
        self.words += data

    def handle_comment(self, data):
        self.others.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


ALLOWED = {*((tag, ()) for tag in ("p", "br", "ul", "ol", "li")), ("a", ("href", "rel"))}


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  Hej\r\nRosa \t \r\rslut\u2028här ", "Hej\nRosa\n\nslut\nhär"),
        ("a\n\n\n\n\n\nb", "a\n\n\nb"),
        ("A\u030angstro\u0308m", "Ångström"),
        ("in\0vis\u200bi\u00adble\ufeff \x1b[31m", "invisible [31m"),
        ("\u202egpj.exe\u202c \u2066x\u2069 \u200fy", "gpj.exe x y"),
        (
            "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f3f3\ufe0f\u200d\U0001f308",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f3f3\ufe0f\u200d\U0001f308",
        ),
        ("ro\u200dsa", "rosa"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 a\u200cb",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 ab",
        ),
        (
            "Z\u0335\u0336\u0337\u0338\u0321\u0322\u0327\u0328\u0334algo",
            "Z\u0335\u0336\u0337\u0338algo",
        ),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("tagged\U000e0041\U000e0042", "tagged"),
        ("<b>&amp; kept as typed", "<b>&amp; kept as typed"),
        ("\n \u200b \n", ""),
    ],
)
def test_words_are_kept_and_what_cannot_be_seen_is_not(raw, kept):
    assert clean(raw) == kept


@given(TEXTS)
@example("\u2190\u0338\u200d\u2190")
@example("\u0344\u0344\u0344\u0344\u0344")
def test_cleaning_again_changes_nothing(raw):
    once = clean(raw)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not set(once) & set("\0\r\t\x85\u2028\u200b\u202e\u2066\ufeff\ud800")
    once.encode()


def test_a_title_is_one_line_with_single_spaces():
    assert clean_line(" Mer\nljus \u200b på\t\tTorget\xa0! ") == "Mer ljus på Torget !"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("", ""),
        ("Ett\ntvå\n\n\ntre", "<p>Ett<br>två</p><p>tre</p>"),
        ("<b>fet</b> & 'sned' \"text\"", "<p>&lt;b&gt;fet&lt;/b&gt; &amp; 'sned' \"text\"</p>"),
        ("&amp; &#106;", "<p>&amp;amp; &amp;#106;</p>"),
        (
            "Köp:\n- mjölk\n- bröd\nTack",
            "<p>Köp:</p><ul><li>mjölk</li><li>bröd</li></ul><p>Tack</p>",
        ),
        ("1. ett\n2) två\n3. tre", "<ol><li>ett</li><li>två</li><li>tre</li></ol>"),
        ("- Hej, sa Rosa", "<p>- Hej, sa Rosa</p>"),
        ("3. tre\n4. fyra", "<p>3. tre<br>4. fyra</p>"),
        ("1. en\n1. en", "<p>1. en<br>1. en</p>"),
    ],
)
def test_plain_text_becomes_paragraphs_lines_and_lists(source, html):
    assert prose(source) == html


@pytest.mark.parametrize(
    ("source", "href", "shown"),
    [
        (
            "Se https://example.org/a?b=1&c=2.",
            "https://example.org/a?b=1&c=2",
            "https://example.org/a?b=1&c=2",
        ),
        ("(http://example.org/a_(b))", "http://example.org/a_(b)", "http://example.org/a_(b)"),
        ("HTTPS://EXAMPLE.org/Å!", "https://example.org/%C3%85", "https://example.org/Å"),
        ("www.example.org, tack", "https://www.example.org", "www.example.org"),
        ("https://example.org:8443/x", "https://example.org:8443/x", "https://example.org:8443/x"),
        ("https://räksmörgås.se/x", "https://xn--rksmrgs-5wao1o.se/x", "https://räksmörgås.se/x"),
        ("https://good.city@evil.example/x", "https://evil.example/x", "https://evil.example/x"),
        ("https://good.city:443@evil.example", "https://evil.example", "https://evil.example"),
        (
            "http://\u0430\u0440\u0440\u04cf\u0435.com/",
            "http://xn--80ak6aa92e.com/",
            "http://xn--80ak6aa92e.com/",
        ),
        ("https://good.city%2f@evil.example", "https://evil.example", "https://evil.example"),
        ("rosa@example.org", "mailto:rosa@example.org", "rosa@example.org"),
        (
            "mailto:rosa@example.org?bcc=sam@example.org",
            "mailto:rosa@example.org",
            "mailto:rosa@example.org",
        ),
        ('https://example.org/"onmouseover=x', "https://example.org/", "https://example.org/"),
        (
            "https://example.org/'onmouseover=x",
            "https://example.org/'onmouseover=x",
            "https://example.org/'onmouseover=x",
        ),
    ],
)
def test_an_address_becomes_a_link_that_shows_where_it_leads(source, href, shown):
    html = prose(source)
    assert Parsed(html).hrefs[0] == href
    assert f" {REL}>{shown.replace('&', '&amp;')}</a>" in html


@pytest.mark.parametrize(
    "source",
    [
        "javascript:alert(1)",
        "JaVa\tScript:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,<script>x</script>",
        "vbscript:x",
        "//evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "https:///evil.example",
        "https://good.city\\@evil.example",
        "https://good.city\\.evil.example",
        "http://localhost/x",
        "http://2130706433/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::1",
        "http://example.org:x/",
        "http://example.org:99999/",
        "http://ex_ample..org",
        "http://xn--\u00e5\u202f.se/",
        "http\u017f://example.org",
        "tel:+46701740605",
        "ftp://example.org",
        f"https://example.org/{'a' * 3000}",
        "åke@@example.org",
        "x%0d%0abcc:sam@ example.org",
    ],
)
def test_what_is_no_plain_web_or_mail_address_stays_text(source):
    assert not Parsed(prose(source)).hrefs


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src onerror=x&gt;'>",
        "<noscript><p title='</noscript><img src=x onerror=x>'>",
        "<a href='java&#x0A;script:x'>x</a>",
        "<!--<img src='--><img src=x onerror=x>'>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=x>",
        "</p><iframe srcdoc='<script>x</script>'>",
        "<a href=https://evil.example>https://good.city</a>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "https://example.org/<script>alert(1)</script>",
        "https://example.org/?a=1&lt;script&gt",
    ],
)
def test_html_is_shown_as_the_letters_it_was_typed_in(attack):
    found = Parsed(prose(attack))
    assert set(found.tags) <= ALLOWED
    assert found.words == attack
    assert not found.others


@given(TEXTS)
def test_the_html_holds_only_our_tags_and_says_what_was_written(source):
    html = prose(source)
    found = Parsed(html)
    assert set(found.tags) <= ALLOWED
    assert not found.others
    for href in found.hrefs:
        assert urlsplit(href).scheme in {"http", "https", "mailto"}
        assert "@" not in urlsplit(href).netloc
    if not found.hrefs and "ol" not in dict(found.tags) and "ul" not in dict(found.tags):
        assert "".join(found.words.split()) == "".join(clean(source).split())


@given(TEXTS)
def test_bleach_and_nh3_have_nothing_left_to_remove_and_agree(source):
    html = prose(source)
    tags, attributes = {"a", "br", "li", "ol", "p", "ul"}, {"a": {"href", "rel"}}
    schemes = {"http", "https", "mailto"}
    by_nh3 = nh3.clean(html, tags=tags, attributes=attributes, url_schemes=schemes, link_rel=None)
    by_bleach = bleach.clean(html, tags=tags, attributes={"a": ["href", "rel"]}, protocols=schemes)
    assert by_nh3 == html
    assert vars(Parsed(by_bleach))["words"] == Parsed(html).words
    assert Parsed(by_bleach).tags == Parsed(html).tags
    assert Parsed(by_bleach).hrefs == Parsed(html).hrefs


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "[",
        "(",
        "&a;",
        "http://",
        "https://a.se/)",
        "a@",
        "a.",
        "\u0301",
        "- a\n",
        "1. a\n",
        "\U0001f468\u200d",
        "mailto:",
        "www.",
        "\n\n",
        "\ufdfa",
        '"',
    ],
)
def test_hostile_text_costs_no_more_than_in_proportion_to_its_length(unit):
    prose(unit)
    once, twice = calls(prose, unit * 300), calls(prose, unit * 600)
    assert twice <= 2 * once + 200
    clean(unit * 100_000)


def test_a_hundred_kilobytes_that_almost_are_links_are_read_once():
    for unit in ("a", "a@", "a.", "http://", "www.", "-", "mailto:", "https://x.se/)", "@a."):
        assert len(prose(unit * (100_000 // len(unit)))) >= 90_000
