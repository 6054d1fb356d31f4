// The moderator's desk: keys, counts that follow, holding on to a text. Every page works without.
"use strict";

// How much waits, while the page is looked at.
const counts = document.querySelector("[data-counts]");
const ask = async () => {
  if (document.hidden) return;
  try {
    const said = await fetch(counts.dataset.counts);
    const now = Object.assign(document.createElement("div"), { innerHTML: said.ok ? await said.text() : "" });
    // The same numbers are not put there again: whoever stands on a link stays on it.
    if (said.ok && now.textContent.trim() !== counts.textContent.trim()) counts.replaceChildren(...now.childNodes);
  } catch { /* The line is broken: the next time tells. */ }
};
if (counts) setInterval(ask, 30000);

// A text that is hers stays hers while its page is looked at; she is told when it is not.
const held = document.querySelector("[data-held]");
const hold = async () => {
  if (document.hidden) return;
  try {
    const said = await fetch(held.dataset.held, { method: "POST" });
    const now = Object.assign(document.createElement("div"), { innerHTML: said.ok ? await said.text() : "" });
    if (said.ok && now.textContent.trim() !== held.textContent.trim()) held.replaceChildren(...now.childNodes);
    held.className = held.textContent.trim() ? "notice wait" : "";
  } catch { /* The line is broken: the next time tells. */ }
};
if (held) {
  setInterval(hold, 60000);
  document.addEventListener("visibilitychange", hold);
}

// Single keys, which anybody can switch off (WCAG 2.1.4); never while something is being written.
const keys = document.getElementById("keys");
const OFF = "desk.keys.off";
const kept = (work) => { try { return work(localStorage); } catch { return null; } };
if (keys) {
  const choice = keys.querySelector("[data-keys]");
  const box = choice.querySelector("input");
  choice.hidden = false;
  box.checked = !kept((store) => store.getItem(OFF));
  box.addEventListener("change", () => kept((store) => (box.checked ? store.removeItem(OFF) : store.setItem(OFF, "1"))));

  const of = (judgement) => document.querySelector(`form[action$="/verdicts"] input[name="judgement"][value="${judgement}"]`)?.form;
  const press = (form) => form?.querySelector("button:not([name]), button")?.click();
  const open = (form) => {
    if (!form) return;
    for (let at = form.parentElement; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    form.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
  };
  const acts = {
    a: () => press(of("publish") || of("keep")),
    r: () => open(of("refuse") || of("unpublish")),
    n: () => document.querySelector("[data-next]")?.click(),
    k: () => { const before = document.querySelector("[data-previous]"); if (before) before.click(); else history.back(); },
    u: () => press(document.querySelector("[data-undo]")),
    "?": () => { keys.open = true; keys.querySelector("summary").focus(); },
  };
  acts.j = acts.n;
  document.addEventListener("keydown", (event) => {
    const writes = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (writes || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat || !box.checked) return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
