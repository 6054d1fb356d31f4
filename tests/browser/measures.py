"""What is measured on a page as it stands: what axe does not ask, and our own design does."""

from playwright.sync_api import Page

PIXELS = 44
"""What is pressed is at least this high (pages.md; WCAG 2.2, 2.5.5 asks it at level AAA)."""

FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"

# A place is part of a target when pressing there presses it: its words, its label, its whole row.
# A link within a sentence is as high as its line, which 2.5.8 allows.
TOO_LOW = """least => {
    const low = [];
    const targets = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
    const here = [scrollX, scrollY];
    for (const target of document.querySelectorAll(targets)) {
        if (!target.checkVisibility() || target.closest('.unseen, .skip')) continue;
        const around = target.parentElement.innerText.replace(target.innerText, '').trim();
        if (getComputedStyle(target).display === 'inline' && around && !target.matches('li > a')) continue;
        target.scrollIntoView({block: 'center', behavior: 'instant'});
        const box = target.getBoundingClientRect();
        const x = box.left + Math.min(box.width / 2, 16), middle = box.top + box.height / 2;
        const presses = y => {
            const hit = document.elementFromPoint(x, y);
            return hit !== null && (target.contains(hit)
                || [...(target.labels || [])].some(label => label.contains(hit)));
        };
        let top = middle, bottom = middle;
        while (middle - top < 60 && presses(top - 1)) top -= 1;
        while (bottom - middle < 60 && presses(bottom + 1)) bottom += 1;
        if (bottom - top + 1 < least - 1)
            low.push(`${target.outerHTML.slice(0, 100)} is ${Math.round(bottom - top + 1)} px high`);
    }
    scrollTo(...here);
    return low;
}"""

# Words that stand in a box too small for them, which hides what is outside it. What is one pixel wide
# is meant to be heard, not seen.
CUT = """() => [...document.querySelectorAll('body *')].filter(element =>
    element.checkVisibility() && element.innerText && !element.matches('textarea, .unseen, .unseen *')
    && element.clientWidth > 1 && getComputedStyle(element).overflow !== 'visible'
    && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
).map(element => `cut: ${element.outerHTML.slice(0, 100)}`)"""

# What is read aloud first stands first on the screen, where all is one column (WCAG 1.3.2).
ORDER = """() => {
    const out = [];
    let last = null;
    for (const part of document.querySelectorAll('main :is(h1, h2, h3, legend, label, p, li, dt, dd, button, input, summary)')) {
        if (!part.checkVisibility() || part.closest('.unseen') || part.matches('[type=hidden]')) continue;
        const box = part.getBoundingClientRect();
        if (box.height < 2) continue;
        if (last && box.bottom <= last.top + 1 && !last.part.contains(part))
            out.push(`read after ${last.part.outerHTML.slice(0, 60)}, and stands above: ${part.outerHTML.slice(0, 60)}`);
        last = {part, top: box.top};
    }
    return out;
}"""

FAULTS = """() => {
    const faults = [];
    const headings = document.querySelectorAll('h1');
    if (headings.length !== 1) faults.push(`${headings.length} h1`);
    if (!document.title.includes(' – ')) faults.push('the title does not name the site');
    const stuck = document.querySelector('main').innerText.match(/.*[a-zåäö)][.!?][A-ZÅÄÖ][a-zåäö].*/);
    if (stuck) faults.push(`no space between sentences: ${stuck[0]}`);
    for (const element of document.querySelectorAll('[id]'))
        if (document.querySelectorAll(`[id="${element.id}"]`).length > 1)
            faults.push(`two of ${element.id}`);
    return faults;
}"""


def fits(page: Page) -> bool:
    """Nothing has to be scrolled sideways (WCAG 1.4.10)."""
    return page.evaluate(FITS)


def faults(page: Page) -> list[str]:
    """What is wrong on a narrow screen, with the text as it is and at twice its size (1.4.4)."""
    found = page.evaluate(FAULTS)
    if not fits(page):
        found.append("wider than the screen")
    found += page.evaluate(CUT)
    found += page.evaluate(ORDER)
    found += page.evaluate(TOO_LOW, PIXELS)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    if not fits(page):
        found.append("wider than the screen at twice the text")
    found += page.evaluate(CUT)
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found
