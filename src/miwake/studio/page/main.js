// The page begins here: words first, then what there is, then what happens.

import { startData } from "./data.js";
import { $, get } from "./dom.js";
import "./look.js";
import { on, poll } from "./store.js";
import "./train.js";
import "./try.js";
import { chooseLanguage, language, onLanguage, put, setWords } from "./words.js";

const banner = $("#banner");
const button = $("#language");
let boot = null;

onLanguage((lang) => {
  const other = lang === "ja" ? "en" : "ja";
  button.textContent = other === "ja" ? "日本語" : "English";
  button.lang = other;
});
button.addEventListener("click", () => chooseLanguage(language() === "ja" ? "en" : "ja"));

on("lost", () => {
  put(banner, "lost");
  banner.hidden = false;
});
on("back", (state) => {
  if (!banner.hidden) banner.hidden = true;
  if (boot && boot !== state.boot) {
    put(banner, "restarted");
    banner.hidden = false;
    setTimeout(() => (banner.hidden = true), 8000);
  }
  boot = state.boot;
});

// The room that is seen is marked in the navigation.
const links = new Map([...document.querySelectorAll("nav a")].map((link) => [link.hash.slice(1), link]));
const watcher = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      for (const [room, link] of links) {
        if (room === target.id) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    }
  },
  { rootMargin: "-30% 0px -60% 0px" },
);
for (const room of links.keys()) watcher.observe(document.getElementById(room));

const { words, lang } = await get("/words");
setWords(words, lang);
$("main").hidden = false;
await poll();
await startData();
