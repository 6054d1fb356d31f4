// Small comforts. Every page works without this file.
"use strict";

// The error summary is read first.
document.getElementById("error-summary")?.focus();

// One press sends once. The button wakes again when the page is come back to.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button) return;
  // A disabled button sends no name and value, so it waits until the form has been read.
  setTimeout(() => { button.disabled = true; }, 0);
  setTimeout(() => { button.disabled = false; }, 8000);
});
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[disabled]")) button.disabled = false;
});

// On a narrow screen the menu opens in place instead of leading to the foot.
for (const link of document.querySelectorAll("[data-menu]")) {
  const menu = document.getElementById(link.dataset.menu);
  link.setAttribute("role", "button");
  link.setAttribute("aria-expanded", "false");
  link.setAttribute("aria-controls", menu.id);
  const toggle = (event) => {
    event.preventDefault();
    link.setAttribute("aria-expanded", String(menu.classList.toggle("open")));
  };
  link.addEventListener("click", toggle);
  link.addEventListener("keydown", (event) => { if (event.key === " ") toggle(event); });
}

// How many characters are left, said aloud only when the typing pauses.
for (const area of document.querySelectorAll("textarea[data-max]")) {
  const count = area.parentElement.querySelector(".count");
  let later;
  const say = () => {
    const left = Number(area.dataset.max) - Array.from(area.value).length;
    count.hidden = left > 200;
    count.textContent = (left < 0 ? count.dataset.over : count.dataset.left).replace("{n}", Math.abs(left));
    clearTimeout(later);
    later = setTimeout(() => count.setAttribute("role", "status"), 1000);
  };
  area.addEventListener("input", say);
  say();
}

// Who else has the case open: said every 15 seconds, while the page is being looked at.
const there = document.querySelector("[data-presence]");
if (there) {
  const area = document.querySelector("form[action$='/answers'] textarea");
  const say = async () => {
    if (document.hidden) return;
    const writing = area && area.value !== area.defaultValue ? "yes" : "no";
    try {
      const said = await fetch(there.dataset.presence, { method: "POST", body: new URLSearchParams({ writing }) });
      const now = Object.assign(document.createElement("div"), { innerHTML: said.ok ? await said.text() : "" });
      // The same words are not put there again: nothing flickers, and nothing is read aloud twice.
      if (now.textContent.trim() !== there.textContent.trim()) there.replaceChildren(...now.childNodes);
    } catch { /* The line is broken: the next time tells. */ }
  };
  say();
  setInterval(say, 15000);
  document.addEventListener("visibilitychange", say);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Where she is: asked when she presses, and never by itself.
const where = document.querySelector("[data-position]");
if (where && navigator.geolocation) {
  const part = (name) => where.querySelector(`[data-${name}]`);
  const [latitude, longitude] = where.querySelectorAll("input");
  const say = (failed) => {
    const got = latitude.value !== "";
    part("got").hidden = !got;
    part("ask").hidden = where.querySelector(".hint").hidden = got;
    part("none").hidden = !failed;
  };
  const put = (degrees) => { [latitude.value, longitude.value] = degrees; };
  part("ask").addEventListener("click", () => navigator.geolocation.getCurrentPosition(
    ({ coords }) => { put([coords.latitude.toFixed(6), coords.longitude.toFixed(6)]); say(); },
    () => say(true),
    { enableHighAccuracy: true, timeout: 10000 },
  ));
  part("forget").addEventListener("click", () => { put(["", ""]); say(); });
  where.hidden = false;
  say();
}

// What is being handed in is kept in this browser for a day at most, until it is sent or thrown away.
const KEPT = "draft.", SENT = "draft-sent", UNKEPT = "draft-unkept", A_DAY = 86400000;
const drafts = () => Object.keys(localStorage).filter((name) => name.startsWith(KEPT))
  .map((name) => ({ name, ...JSON.parse(localStorage.getItem(name)) }))
  .sort((one, other) => other.at - one.at);
const throwAway = (form) => localStorage.removeItem(KEPT + form);
const keepDrafts = () => {
  for (const old of drafts()) if (!(Date.now() - old.at < A_DAY)) localStorage.removeItem(old.name);
  document.querySelector("[action='/sign-out']")?.addEventListener("submit", () => {
    for (const mine of drafts()) localStorage.removeItem(mine.name);
  });
  if (document.querySelector("[data-draft-sent]")) throwAway(sessionStorage.getItem(SENT));
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const key = form.elements.form_key.value;
  const kept = JSON.parse(localStorage.getItem(KEPT + key))?.values || {};
  const save = () => {
    const typed = Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    // Later steps know more than an earlier one that was gone back to; but no photo that went away.
    const values = { ...kept, photo_name: "", ...typed };
    if (!(values.title || values.text) || sessionStorage.getItem(UNKEPT) === key) return;
    localStorage.setItem(KEPT + key, JSON.stringify({ at: Date.now(), values }));
    note.hidden = false;
  };
  const note = form.querySelector("[data-drafted]");
  note.querySelector("button").addEventListener("click", () => {
    throwAway(key);
    sessionStorage.setItem(UNKEPT, key);
    note.hidden = true;
  });
  // The line broke, and she went back to a page from before: what she wrote after it is still there;
  // but no words for a photo that went away.
  for (const [name, value] of Object.entries({ ...kept, photo_alt: "" })) {
    const field = form.elements[name];
    if (field && field.type !== "hidden" && field.type !== "file" && field.value === "") field.value = value;
  }
  form.addEventListener("input", save);
  form.addEventListener("submit", () => { save(); sessionStorage.setItem(SENT, key); });
  save();
  offerDraft(key);
};
const offerDraft = (key) => {
  const offer = document.querySelector("[data-draft-offer]");
  const found = drafts().find((draft) => draft.name !== KEPT + key);
  if (!offer || !found || localStorage.getItem(KEPT + key)) return;
  for (const [name, value] of Object.entries({ ...found.values, go: found.values.step })) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    offer.append(field);
  }
  offer.querySelector("[data-draft-title]").textContent = found.values.title || found.values.text.slice(0, 60);
  offer.querySelector("[data-draft-away]").addEventListener("click", () => {
    localStorage.removeItem(found.name);
    offer.hidden = true;
  });
  offer.hidden = false;
};
// A browser may keep nothing, or hold something we did not write.
try { keepDrafts(); } catch { /* Then nothing is kept, and the form works as it does without. */ }

// A link to a folded part unfolds it.
const unfold = () => { const part = document.getElementById(location.hash.slice(1)); if (part?.tagName === "DETAILS") part.open = true; };
addEventListener("hashchange", unfold);
unfold();

// What an official writes is kept on the server, so that no other window or colleague loses it for her.
const answering = document.querySelector("form[data-keep]");
if (answering) {
  const note = answering.querySelector("[data-kept]");
  const area = answering.elements.text;
  let last = area.defaultValue, later;
  const numbers = answering.querySelector("[data-numbers]");
  const say = (words) => { note.hidden = false; note.textContent = words; };
  const keep = () => {
    clearTimeout(later);
    if (area.value === last) return;
    const words = area.value;
    last = words;
    const known = ["seq", "since"].map((name) => [name, answering.elements[name]?.value ?? ""]);
    fetch(answering.dataset.keep, { method: "POST", body: new URLSearchParams([["text", words], ...known]), keepalive: true })
      .then(async (answer) => {
        // With a personal number in it what was kept comes back as words; anything else is a page.
        const isOurs = answer.status === 204 || answer.headers.get("content-type")?.startsWith("text/plain");
        if (!answer.ok || !isOurs) throw new Error();
        const found = await answer.text();
        say(note.dataset.saved);
        numbers.hidden = !found;
        numbers.querySelector("[data-found]").textContent = found;
      })
      .catch(() => { say(note.dataset.unsaved); last = null; });
  };
  area.addEventListener("input", () => { clearTimeout(later); later = setTimeout(keep, 3000); });
  // Her own forms take the words along; any other way of leaving keeps them.
  document.addEventListener("submit", (event) => { if (event.target === answering) last = area.value; else keep(); });
  addEventListener("pagehide", keep);
}
