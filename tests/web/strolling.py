"""A stroll through the town: every page that a stranger finds."""

import re
from collections import deque

from tests.web.visiting import Browser, Site

LINK = re.compile(r'(?:href|action|formaction)="(/[^"#]*)')
MOST_PAGES = 80


def pages(site: Site, language: str = "sv") -> dict[str, str]:
    """Every page a stranger finds by following links from the start, by its address."""
    browser = site.browser(language=language)
    found: dict[str, str] = {}
    seen: set[str] = set()
    waiting = deque(["/", "/submissions/new", "/sitemap.xml", "/sign-in", "/subscriptions/new"])
    while waiting and len(found) < MOST_PAGES:
        path = waiting.popleft()
        if path in seen or path.startswith(("/static/", "/demo/")):
            continue
        seen.add(path)
        answer = browser.get(path)
        if answer.status_code == 303:
            continue
        found[path] = answer.text
        links = LINK.findall(answer.text.replace("&amp;", "&"))
        links += re.findall(r"<loc>https?://[^/]+(/[^<]*)", answer.text)
        posts = set(re.findall(r'action="(/[^"]*)" method="post"', answer.text))
        waiting.extend(link for link in links if link not in posts)
    return found | steps(browser)


def steps(browser: Browser) -> dict[str, str]:
    """The later steps of handing in, to which no link leads."""
    typed = {
        "kind": "fault_report",
        "title": "En lampa är trasig",
        "text": "Den vid skolan lyser inte.",
        "subject": "roads",
        "place": "Skolan",
    }
    return {
        f"after step {number}": browser.post("/submissions/new", typed | {"step": number}).text
        for number in ("1", "2")
    }
