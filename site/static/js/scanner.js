// The scanner: a code goes to the server, the verdict fills the screen, and the next code may come.
import { hasCamera, watch } from "./scanner-camera.js";
import { allowSound, signal } from "./scanner-signals.js";

const SAME_CODE = 3000; // a code held still is one scan
const SETTLES = 2500;
const PATIENCE = 6000;
const COUNTING = 10000; // other doors let people in as well

const frame = document.getElementById("scanner");
const find = (selector) => frame.querySelector(selector);
const verdict = find(".scanner__verdict");
const form = find(".scanner__form");
const start = find(".scanner__start");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;

const lastSeen = new Map();
const unanswered = new Map();
let busy = false;
let settling;
let counting = setTimeout(count, COUNTING);

start.hidden = !hasCamera;
if (!hasCamera) say(words("missing"));
start.addEventListener("click", begin);
form.addEventListener("submit", typed);

async function begin() {
  allowSound();
  start.hidden = true;
  say("");
  find(".scanner__view").hidden = false;
  try {
    await watch(find("video"), frame.dataset.wasm, seen);
  } catch (error) {
    find(".scanner__view").hidden = true;
    start.hidden = false;
    say(words(error.name === "NotAllowedError" ? "denied" : "missing"));
  }
}

function seen(code) {
  const now = performance.now();
  const isNew = now - (lastSeen.get(code) ?? -Infinity) > SAME_CODE;
  if (busy && isNew) return;
  lastSeen.set(code, now);
  if (isNew) check(code);
}

async function typed(event) {
  event.preventDefault();
  allowSound();
  const field = form.elements.code;
  if (!field.value.trim()) {
    verdict.hidden = true;
    return say(words("empty"));
  }
  await check(field.value);
  field.select();
}

// A scan that got no answer keeps its number, so that sending it again is still one scan.
async function check(code) {
  busy = true;
  say("");
  const nonce = unanswered.get(code) ?? newNonce();
  unanswered.set(code, nonce);
  try {
    await answer(code, await post(code, nonce));
  } catch {
    setTimeout(() => lastSeen.delete(code), SAME_CODE);
    show({ tone: "offline", word: words("offline-word"), sentence: words("offline") });
  }
  busy = false;
}

async function answer(code, response) {
  if (response.status >= 500) throw new Error(response.statusText);
  unanswered.delete(code);
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  // Anything else is a page about a session that has ended.
  if (!isJson) return location.reload();
  const result = await response.json();
  // Big and audible, so that nobody takes the verdict on the one before for an answer.
  if (!response.ok) return show({ tone: "offline", word: words("refused-word"), sentence: result.message });
  show(result);
  count();
}

function post(code, nonce) {
  return fetch(frame.dataset.scan, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ code, nonce }),
    signal: AbortSignal.timeout(PATIENCE),
  });
}

function show({ tone, word, sentence }) {
  verdict.hidden = false;
  verdict.dataset.verdict = tone;
  delete verdict.dataset.settled;
  verdict.querySelector(".scanner__word").textContent = word;
  verdict.querySelector(".scanner__sentence bdi").textContent = sentence;
  signal(tone);
  clearTimeout(settling);
  settling = setTimeout(() => (verdict.dataset.settled = ""), SETTLES);
}

async function count() {
  clearTimeout(counting);
  counting = setTimeout(count, COUNTING);
  if (document.hidden) return;
  const response = await fetch(frame.dataset.count, { signal: AbortSignal.timeout(PATIENCE) }).catch(() => undefined);
  if (!response?.ok) return; // the next scan says what is wrong
  const { admitted, registered } = await response.json();
  find("[data-admitted]").textContent = admitted;
  find("[data-registered]").textContent = registered;
}

function say(message) {
  const line = find(".scanner__message");
  line.textContent = message;
  line.hidden = !message;
}

function words(name) {
  return document.getElementById("scanner-words").content.querySelector(`[data-words="${name}"]`).textContent;
}

// crypto.randomUUID is absent where a page comes without TLS, such as a test on a local network.
function newNonce() {
  return crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, digit);
}

function digit(place) {
  return (place ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (place / 4)))).toString(16);
}
