// Shows a state: its words, its sign, its colour, its sound.
import { signal } from "./scanner-signals.js";
import { STATES } from "./scanner-states.js";

const places = {
  verdict: document.querySelector(".scanner__verdict"),
  notice: document.querySelector(".scanner__notice"),
};

let settling;

// A state that lasts is said once.
export function show(name, { word, sentence } = words(name)) {
  const state = STATES[name];
  const place = places[state.where];
  if (place.dataset.state === name) return;
  place.hidden = false;
  place.dataset.state = name;
  place.querySelector("[data-word]").textContent = word;
  place.querySelector("[data-sentence]").textContent = sentence;
  place.querySelector("use").setAttribute("href", `#sign-${name}`);
  signal(state);
  if (state.where === "verdict") settle(place, state.fills);
}

export function clear(where) {
  places[where].hidden = true;
  delete places[where].dataset.state;
}

// It makes room for the camera, and stays until the next scan.
function settle(place, fills) {
  clearTimeout(settling);
  delete place.dataset.settled;
  if (fills === Infinity) return;
  settling = setTimeout(() => (place.dataset.settled = ""), fills);
}

function words(name) {
  const [word, sentence] = document.getElementById("scanner-words").content.querySelector(`[data-state="${name}"]`).children;
  return { word: word.textContent, sentence: sentence.textContent };
}
