"""Words, escaping and addresses: what every template may rely on."""

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

import templates
from templates.catalogue import translations

HOSTILE = "<b>Rosa</b> & Sam"


def test_swedish_is_the_language_of_a_page_unless_another_is_asked_for():
    assert templates.environment("sv").globals["lang"] == "sv"
    assert templates.environment("en").globals["lang"] == "en"
    assert templates.environment("tlh") is templates.environment("sv")


def test_an_environment_is_made_once_a_language():
    assert templates.environment("en") is templates.environment("en")
    assert templates.environment("en") is not templates.environment("sv")


def test_what_a_resident_wrote_is_escaped_on_a_page():
    made = templates.environment("sv").from_string("{{ words }}")
    assert made.render(words=HOSTILE) == "&lt;b&gt;Rosa&lt;/b&gt; &amp; Sam"


def test_what_a_resident_wrote_is_escaped_inside_a_translated_sentence():
    made = templates.environment("sv").from_string(
        "{% trans name=name %}{{ name }} wrote{% endtrans %}"
    )
    assert made.render(name="<i>Rosa</i>") == "&lt;i&gt;Rosa&lt;/i&gt; skrev"


@pytest.mark.parametrize(
    ("name", "escaped"), [("letter.txt", False), ("page.html", True), ("feed.xml", True)]
)
def test_only_plain_text_is_not_escaped(name, escaped):
    environment = templates.environment("sv")
    assert environment.autoescape(name) is escaped


def test_a_fragment_goes_into_its_page_as_it_is():
    part = templates.fragment("_marks.html", "sv")
    assert isinstance(part, Markup)


def test_a_variable_that_nobody_gave_is_an_error_not_a_gap():
    with pytest.raises(UndefinedError):
        templates.render("reports/show.html", "sv")


def test_a_static_file_has_the_address_it_is_served_at():
    templates.configure(static=lambda name: f"/static/{name}?mark")
    made = templates.environment("sv").from_string("{{ static('site.css') }}")
    assert made.render() == "/static/site.css?mark"


def test_the_areas_of_a_language_make_one_catalogue(tmp_path):
    for area, word in (("one", "Hus"), ("two", "Torg")):
        head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        (tmp_path / "sv").mkdir(exist_ok=True)
        (tmp_path / "sv" / f"{area}.po").write_text(
            f'{head}msgid "{area}"\nmsgstr "{word}"\n', "utf-8"
        )
    made = translations("sv", tmp_path)
    assert made.gettext("one") == "Hus"
    assert made.gettext("two") == "Torg"
    assert made.gettext("three") == "three"


def test_a_language_without_files_speaks_in_msgids(tmp_path):
    assert translations("en", tmp_path).ngettext("one case", "many cases", 2) == "many cases"
