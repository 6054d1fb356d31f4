"""How somebody uses a page: with a pointer, or with nothing but the keys.

A journey is told once, in the words that stand on the pages, and walked with either. Every page
she comes to is looked at by `looks`, which may refuse it.
"""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

Looks = Callable[[Page], None]


def _nothing(page: Page) -> None:
    pass


class Hands:
    """A person at a page. She finds everything by the words she reads, in the main part of it."""

    def __init__(self, page: Page, site: str, looks: Looks = _nothing) -> None:
        self.page = page
        self.main = page.locator("main")
        # Whoever listens from the first is told of every file that is asked for.
        page.on("filechooser", lambda _: None)
        self.site = site
        self._looks = looks

    # What she reads

    def arrives(self, heading: str) -> None:
        expect(self.page.locator("h1")).to_have_text(heading)

    def reads(self, *words: str) -> None:
        for some in words:
            expect(self.main).to_contain_text(some)

    def holds(self, label: str, typed: str) -> None:
        """Nothing she typed is lost."""
        expect(self._field(label)).to_have_value(typed)

    def has_chosen(self, label: str) -> None:
        expect(self._choice(label)).to_be_checked()

    def is_told(self, *sentences: str) -> None:
        """The form came back: the page says so first, and each sentence stands at its field too."""
        assert self.page.title().startswith("Fel: ")
        summary = self.page.locator("#error-summary")
        expect(summary.get_by_role("heading")).to_have_text("Något behöver rättas")
        links = summary.get_by_role("link")
        expect(links).to_have_text(sentences)
        for link in links.all():
            place = link.get_attribute("href")
            expect(self.page.locator(place)).to_have_count(1)
            expect(self.page.locator(f"{place}-error")).to_contain_text(link.inner_text())

    def sees(self, alt: str) -> None:
        """A picture that is there, whole."""
        picture = self.main.get_by_alt_text(alt, exact=True).first
        expect(picture).to_be_visible()
        picture.scroll_into_view_if_needed()
        assert picture.evaluate(
            "async image => { await image.decode(); return image.naturalWidth > 0 }"
        )

    # What she does

    def go(self, path: str) -> None:
        """Type an address, or open the link of a letter."""
        self.page.goto(self.site + path)
        self._looks(self.page)

    def press(self, name: str, *, inside: Locator | None = None) -> None:
        """A button or a link, by its words, that leads to a page or to a place on this one."""
        place = inside or self.main
        button = place.get_by_role("button", name=name, exact=True)
        target = button.or_(place.get_by_role("link", name=name, exact=True))
        self._reach(target)
        with self.page.expect_navigation():
            self._push(target)
        self._looks(self.page)

    def unfold(self, words: str) -> None:
        """Open what is folded away."""
        summary = self.main.locator("summary").filter(has_text=words)
        self._reach(summary)
        self._push(summary)
        expect(summary.locator("..")).to_have_attribute("open", "")
        self._looks(self.page)

    def write(self, label: str, text: str) -> None:
        raise NotImplementedError

    def choose(self, label: str) -> None:
        """One of several round choices, or a box to tick."""
        raise NotImplementedError

    def pick(self, label: str, option: str) -> None:
        """One of a list that drops down."""
        raise NotImplementedError

    def attach(self, label: str, file: Path) -> None:
        """Choose a file of her own, as the telephone asks it."""
        field = self._field(label)
        self._reach(field)
        with self.page.expect_file_chooser() as asked:
            self._open(field)
        asked.value.set_files(file)

    def _open(self, field: Locator) -> None:
        """Press a field that asks the browser for something."""
        field.click()

    def _reach(self, target: Locator) -> None:
        """Come to where it can be used."""

    def _push(self, target: Locator) -> None:
        raise NotImplementedError

    def _field(self, label: str) -> Locator:
        """Of several forms on a page, the one that is unfolded."""
        return self.main.get_by_label(label).locator("visible=true")

    def _choice(self, label: str) -> Locator:
        return self.main.get_by_label(label, exact=True).locator("visible=true")


class Pointer(Hands):
    """A finger or a mouse, and keys for writing."""

    def _push(self, target: Locator) -> None:
        target.click()

    def write(self, label: str, text: str) -> None:
        self._field(label).fill(text)

    def choose(self, label: str) -> None:
        self._choice(label).check()
        self._looks(self.page)

    def pick(self, label: str, option: str) -> None:
        self._field(label).select_option(label=option)
