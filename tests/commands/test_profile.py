"""`profile`: what is wrong is said in plain words, and what is right is put in force."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from models import settings as town_settings
from models.database import transaction
from models.profile import site, version
from models.profile_file import read, write
from models.settings.fields import PROFILE, ROOT
from tests import people
from web.commands.migrate import prepare
from web.commands.profile import profile

FOLDER = (ROOT / PROFILE).parent
EXAMPLE = ROOT / PROFILE
LJUNGVALLA = FOLDER / "ljungvalla.toml"
SHIPPED = [EXAMPLE, LJUNGVALLA]


def run(*arguments: object):
    return CliRunner().invoke(profile, [str(argument) for argument in arguments])


def written(tmp_path: Path, old: str, new: str) -> Path:
    """The second profile with one thing changed, its logos beside it."""
    for logo in FOLDER.glob("*.svg"):
        shutil.copy(logo, tmp_path)
    text = LJUNGVALLA.read_text("utf-8")
    assert old in text
    file = tmp_path / "profile.toml"
    file.write_text(text.replace(old, new, 1), "utf-8")
    return file


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_nothing_is_wrong_with_what_is_shipped(file):
    result = run("check", file)
    assert result.exit_code == 0
    assert result.output.endswith("Nothing is wrong.\n")
    assert "wrong:" not in result.output
    assert "advice:" not in result.output


def test_it_is_said_which_value_of_the_colour_is_used():
    said = run("check", LJUNGVALLA).output
    assert "colour #A8568A by day: contrast 4.8\n" in said
    assert "colour #A8568A at night: contrast 3.7, so #B26897 is used (4.5)" in said


def test_what_will_be_so_is_said_for_whoever_reads_it_over():
    said = run("check", LJUNGVALLA).output
    assert "letters come from Ljungvalla kommun, text messages from Ljungvalla\n" in said
    assert "a proposal needs 25 people within 60 days\n" in said
    assert "switched off: comments\n" in said
    assert "logo dark: image/svg+xml, 40 by 40\n" in said
    assert "switched off: nothing\n" in run("check", EXAMPLE).output


FAULTS = [
    ('short_name = "Ljungvalla"\n', "", "short_name is missing"),
    ('short_name = "Ljungvalla"', 'short_name = ""', "short_name is empty"),
    ('short_name = "Ljungvalla"', 'short_nam = "Ljungvalla"', "short_nam is not known"),
    ('short_name = "Ljungvalla"', "short_name = ", "is no TOML"),
    ('colour = "#A8568A"', 'colour = "plum"', "colour is not written #RRGGBB: plum"),
    ('duty_phone = "0980-319 299"', 'duty_phone = "ring"', "duty_phone is no phone number: ring"),
    ('phone = "0980-319 210"', 'phone = "1"', "units technical: phone is no phone number: 1"),
    (
        'email = "medborgarkontoret@ljungvalla.example"',
        'email = "medborgarkontoret"',
        "email is no e-mail address: medborgarkontoret",
    ),
    ('"https://www.ljungvalla.example"', '"http://x"', "home_url does not begin with https://"),
    ("[66.80, 19.80, 67.60, 21.90]", "[67.60, 19.80, 66.80, 21.90]", "bounds is not"),
    ('sms_name = "Ljungvalla"', 'sms_name = "Å"', "sms_name is not 3 to 11 letters"),
    ('name_en = "The technical unit"', 'name_en = ""', "units technical: name_en is empty"),
    ('notice_sv = ""', 'notice_sv = "Koka vattnet."', "notice_en is empty"),
    ('unit = "technical"', 'unit = "tecnical"', "there is no unit tecnical"),
    ("service_centre = true\n", "", "exactly one is the service centre, not 0"),
    ('slug = "care"\nname_sv = "Soc', 'slug = "schools"\nname_sv = "Soc', "stands there 2 times"),
    ('unit = "care"', 'unit = "schools"', "units care: no subject leads to it"),
    ('subject = "schools"', 'subject = "school"', "there is no subject school"),
    ('owner_phone = "0771-921 921"\nowner_url = "https://www.trafikverket.se"\n', "", "to reach"),
    (
        "[proposals]",
        '[reviewing]\nwords = ["fulhus", "[x"]\n\n[proposals]',
        "reviewing.words, number 2, '[x': is not letters, digits",
    ),
    ("[proposals]", "[reviewing]\nwords = 5\n\n[proposals]", "reviewing.words: "),
    ("threshold = 25", 'threshold = "few"', "proposals.threshold: "),
    ("days = 60", "days = 600", "proposals.days is not between 1 and 366"),
    ('first_response = "15 working days"', 'first_response = "soon"', "first_response"),
    ('[["09:00", "12:00"]]', '[["12:00", "09:00"]]', "hours must end after they begin"),
    ('light = "ljungvalla-day.svg"', 'light = "../day.svg"', "does not lie beside the profile"),
    ('light = "ljungvalla-day.svg"', 'light = "day.svg"', "day.svg: No such file"),
    ('light = "ljungvalla-day.svg"', 'light = "profile.toml"', "neither a readable SVG nor a PNG"),
    ('[[promises]]\nfirst_response = "15 working days"\n', "", "the last line must be for every"),
]


@pytest.mark.parametrize(("old", "new", "said"), FAULTS, ids=[fault[2] for fault in FAULTS])
def test_what_is_wrong_is_said_in_plain_words(tmp_path, old, new, said):
    result = run("check", written(tmp_path, old, new))
    assert result.exit_code == 1
    (line,) = [line for line in result.output.splitlines() if said in line]
    assert line.startswith("wrong: ")
    assert "Nothing is wrong" not in result.output


def test_what_is_only_missing_is_advice(tmp_path):
    result = run(
        "check",
        written(tmp_path, 'officer_email = "dataskyddsombud@ljungv', 'officer_email = ""\n#'),
    )
    assert result.exit_code == 0
    assert "advice: officer_email is empty" in result.output


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path):
    result = run("check", tmp_path / "none.toml")
    assert (result.exit_code, result.output) == (1, "wrong: none.toml: No such file or directory\n")


def test_the_setting_chooses_the_first_profile(town):
    town_settings.use(town.settings.model_copy(update={"municipality": LJUNGVALLA}))
    prepare()
    with transaction(write=False) as session:
        assert (site(session).short_name, version(session)) == ("Ljungvalla", 1)


def test_a_profile_is_put_in_force(town):
    with transaction() as session:
        people.municipality(session)
    result = run("use", LJUNGVALLA)
    assert (result.exit_code, result.output) == (
        0,
        "Ljungvalla kommun is in force, as version 2.\n",
    )
    with transaction(write=False) as session:
        assert site(session).short_name == "Ljungvalla"


def test_a_profile_with_a_fault_is_not_put_in_force(town, tmp_path):
    with transaction() as session:
        people.municipality(session)
    result = run("use", written(tmp_path, 'colour = "#A8568A"', 'colour = "plum"'))
    assert result.exit_code == 1
    assert "colour is not written #RRGGBB" in result.output
    with transaction(write=False) as session:
        assert version(session) == 1


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_what_is_exported_is_what_was_put_in_force(town, tmp_path, file):
    with transaction() as session:
        people.municipality(session)
    assert run("use", file).exit_code == 0
    result = run("export", tmp_path / "out")
    assert result.exit_code == 0
    made, given = read(Path(result.output.strip())), read(file)
    assert made.marks == given.marks
    assert made.model_dump(exclude={"logo"}) == given.model_dump(exclude={"logo"})
    assert run("check", result.output.strip()).exit_code == 0


REVIEWING = """
[reviewing]
comments = "after"
kinds = [["praise", "reactive"]]
subjects = [["street-lights", "after", "before"]]
trust_after = 5
review_hours = 8
"""


def test_rules_of_review_are_said_in_plain_words_and_survive_their_export(tmp_path):
    file = tmp_path / "profile.toml"
    text = EXAMPLE.read_text("utf-8")
    file.write_text(text.replace("\n[participation]", f"{REVIEWING}\n[participation]", 1), "utf-8")
    for logo in FOLDER.glob("*.svg"):
        shutil.copy(logo, tmp_path)
    said = run("check", file).output
    assert "a comment shown at once and read afterwards\n" in said
    assert "review of praise: shown at once and read only when somebody reports it\n" in said
    assert "review: 5 approved texts and none refused in 365 days, then shown at once" in said
    assert "review: read within 8 working hours, after that told to be late\n" in said
    whole = read(file)
    file.write_text(write(whole), "utf-8")
    assert read(file).site.reviewing == whole.site.reviewing


def test_a_rule_of_review_for_a_subject_that_is_not_there_is_wrong(tmp_path):
    file = tmp_path / "profile.toml"
    wrong = REVIEWING.replace("street-lights", "volcanoes")
    text = EXAMPLE.read_text("utf-8")
    file.write_text(text.replace("\n[participation]", f"{wrong}\n[participation]", 1), "utf-8")
    result = run("check", file)
    assert result.exit_code == 1
    assert "reviewing.subjects: there is no subject 'volcanoes'" in result.output
