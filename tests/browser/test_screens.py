"""The pictures of docs/screens can be taken anew, and are small."""

from PIL import Image

from tests.browser.pictures import PICTURES
from tests.browser.screens import COLOURS, HEIGHTS, take


def test_a_picture_is_taken_by_day_and_night_on_a_phone_and_on_a_desk(tmp_path):
    made = take(["receipt"], tmp_path)
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == [
        "receipt-sv-1280-dark.png",
        "receipt-sv-1280.png",
        "receipt-sv-320-dark.png",
        "receipt-sv-320.png",
    ]
    assert made == sum(file.stat().st_size for file in files) < 4 * 90_000
    for file in files:
        with Image.open(file) as picture:
            assert picture.width in HEIGHTS
            assert picture.height > picture.width / 2
            assert len(picture.getcolors()) <= COLOURS


def test_every_picture_has_a_name_of_its_own():
    names = [picture.name for picture in PICTURES]
    assert len(set(names)) == len(names)
