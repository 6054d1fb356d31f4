"""Nothing but the keys: Tab, Enter, Space and the arrows. Where they stand is watched all the way."""

from playwright.sync_api import ElementHandle, Locator

from tests.browser.hands import Hands

MOST_TABS = 120
"""More than any page of ours needs; whoever needs more is trapped."""

STANDS_ON = """target => {
    const at = document.activeElement;
    if (at === target) return 'there';
    if (at === null || at === document.body) return 'nowhere';
    return at.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING ? 'after' : 'before';
}"""
IN_GROUP = """target => {
    const at = document.activeElement;
    return at === target || (at.type === 'radio' && at.name === target.name && at.form === target.form);
}"""
# An element may show its focus on the box that covers its whole row.
SEEN = """() => {
    const at = document.activeElement;
    if (at === null || at === document.body) return '';
    const drawn = [null, '::after'].map(part => getComputedStyle(at, part)).some(
        style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
    const box = at.getBoundingClientRect();
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const faults = [];
    if (!drawn) faults.push('its focus is not drawn');
    if (!inside) faults.push('it is out of sight');
    if (at.tabIndex > 0) faults.push('it jumps the queue');
    return faults.length ? at.outerHTML.slice(0, 120) + ': ' + faults.join(', ') : '';
}"""


def _as_in_english(day: str) -> str:
    """A day is typed part by part in the order of the browser's own language."""
    year, month, of_month = day.split("-")
    return month + of_month + year


class Keyboard(Hands):
    """Reaches everything by Tab, forwards or back, and past the head of a page by its first link."""

    def _push(self, target: Locator) -> None:
        is_button = target.evaluate("e => ['BUTTON', 'SUMMARY'].includes(e.tagName)")
        self.page.keyboard.press("Space" if is_button else "Enter")

    def _open(self, field: Locator) -> None:
        self.page.keyboard.press("Enter")

    def write(self, label: str, text: str) -> None:
        field = self._field(label)
        self._reach(field)
        if field.get_attribute("type") == "date":
            self.page.keyboard.type(_as_in_english(text))
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(text)
        self.holds(label, text)

    def choose(self, label: str) -> None:
        choice = self._choice(label)
        target = choice.element_handle()
        self._tab_until(target, IN_GROUP)
        for _ in range(MOST_TABS):
            if target.evaluate(STANDS_ON) == "there":
                break
            self.page.keyboard.press("ArrowDown")
        if not choice.is_checked():
            self.page.keyboard.press("Space")
        self.has_chosen(label)

    def pick(self, label: str, option: str) -> None:
        field = self._field(label)
        self._reach(field)
        self.page.keyboard.type(option[:6])
        assert field.evaluate("e => e.selectedOptions[0].label") == option

    def _reach(self, target: Locator) -> None:
        self._tab_until(target.element_handle(), "target => target === document.activeElement")

    def _tab_until(self, target: ElementHandle, is_there: str) -> None:
        if target.evaluate(STANDS_ON) == "nowhere":
            self._skip_the_head(target)
        look = f"target => [({is_there})(target), ({STANDS_ON})(target), ({SEEN})()]"
        there, side, _ = target.evaluate(look)
        for _ in range(MOST_TABS):
            if there:
                return
            self.page.keyboard.press("Shift+Tab" if side == "after" else "Tab")
            there, side, fault = target.evaluate(look)
            assert not fault, f"{self.page.url}: {fault}"
        raise AssertionError(
            f"{self.page.url}: no way by keyboard to {target.evaluate('e => e.outerHTML')}"
        )

    def _skip_the_head(self, target: ElementHandle) -> None:
        """A fresh page: the first Tab offers the way past everything that stands on every page."""
        if target.evaluate("target => !document.querySelector('main').contains(target)"):
            return
        self.page.keyboard.press("Tab")
        assert self.page.evaluate("document.activeElement.matches('a.skip')")
        self.page.keyboard.press("Enter")
        assert self.page.evaluate("document.activeElement.matches('main')")
