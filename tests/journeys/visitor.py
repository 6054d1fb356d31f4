"""A person with a browser that has no script: opens pages, fills in their real forms, presses."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Self
from urllib.parse import urljoin

import httpx2

FORM_FIELDS = frozenset({"input", "textarea", "select", "button", "option"})


@dataclass
class FoundForm:
    """A form as it stands on a page: where it goes, what is filled in, what can be pressed."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects the forms of a page and its links."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FoundForm] = []
        self.links: list[str] = []
        self.headings: list[str] = []
        self._open: FoundForm | None = None
        self._typing = ""
        self._heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "h1":
            self._heading = True
            self.headings.append("")
        elif tag == "form":
            self._open = FoundForm(given.get("action", ""))
            self.forms.append(self._open)
        elif self._open is not None and tag in FORM_FIELDS:
            self._field(self._open, tag, given)

    def _field(self, form: FoundForm, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "button":
            form.buttons.append((name, given.get("value", ""), given.get("formaction", "")))
        elif name:
            form.names.add(name)
            if tag == "textarea":
                self._typing = name
                form.values[name] = ""
            elif given.get("type") not in {"radio", "checkbox"} or "checked" in given:
                form.values[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._typing = ""
        elif tag == "h1":
            self._heading = False

    def handle_data(self, data: str) -> None:
        if self._heading:
            self.headings[-1] += data
        if self._open is not None and self._typing:
            self._open.values[self._typing] += data.lstrip("\n")


class Visitor:
    """One browser. Cookies stay; redirects are followed; nothing but the server's own pages."""

    def __init__(self, base_url: str, network: str = "") -> None:
        headers = {"Origin": base_url, "Accept-Language": "sv"}
        if network:
            headers["X-Forwarded-For"] = network
        self._http = httpx2.Client(
            base_url=base_url, headers=headers, follow_redirects=True, timeout=30
        )
        self.url = ""
        self.text = ""
        self.status = 0
        self._page = _Reader()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    @property
    def heading(self) -> str:
        return " ".join(self._page.headings).strip()

    @property
    def links(self) -> list[str]:
        return self._page.links

    def open(self, path: str) -> "Visitor":
        """Go to an address."""
        return self._arrive(self._http.get(path))

    def has_form(self, action: str) -> bool:
        return any(self._goes_to(form, action) for form in self._page.forms)

    def _goes_to(self, form: FoundForm, action: str) -> bool:
        return form.action.split("?")[0].endswith(action)

    def send(self, action: str, *, press: tuple[str, str] | None = None, **typed: Any) -> "Visitor":
        """Fill in the form whose address ends with `action`, and press a button of it.

        AssertionError when the page has no such form or a field that is typed in is not there.
        """
        for form in self._page.forms:
            if self._goes_to(form, action) and self._fits(form, press, typed):
                values = {**form.values, **{name: str(value) for name, value in typed.items()}}
                if press:
                    values[press[0]] = press[1]
                return self._arrive(self._http.post(urljoin(self.url, form.action), data=values))
        raise AssertionError(
            f"{self.url} ({self.status}, {self.heading}) has no form {action} with {sorted(typed)}"
        )

    def _fits(self, form: FoundForm, press: tuple[str, str] | None, typed: dict[str, Any]) -> bool:
        pressed = press is None or press in {(name, value) for name, value, _ in form.buttons}
        return pressed and set(typed) <= form.names

    def send_with(self, action: str, fixed: dict[str, str], **typed: Any) -> "Visitor":
        """As `send`, choosing among forms with one address by what is already filled in."""
        for form in self._page.forms:
            known = all(form.values.get(name) == value for name, value in fixed.items())
            if self._goes_to(form, action) and known and set(typed) <= form.names:
                values = {**form.values, **{name: str(value) for name, value in typed.items()}}
                return self._arrive(self._http.post(urljoin(self.url, form.action), data=values))
        raise AssertionError(f"{self.url} ({self.status}) has no form {action} with {fixed}")

    def _arrive(self, response: httpx2.Response) -> "Visitor":
        self.url, self.text, self.status = str(response.url), response.text, response.status_code
        self._page = _Reader()
        self._page.feed(self.text)
        return self
