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

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
