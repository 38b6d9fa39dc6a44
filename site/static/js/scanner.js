// The scanner: a code goes to the server, the verdict fills the screen, and the next code may come.
import { hasCamera, switchOff, switchOn, whenSeenAgain } from "./scanner-camera.js";
import { watch } from "./scanner-decoder.js";
import { aboutScan, answered, ask, said } from "./scanner-scan.js";
import { clear, show } from "./scanner-screen.js";
import { allowSound } from "./scanner-signals.js";

const SAME_CODE = 3000; // a code held still is one scan
const AGAIN = 3000;
const COUNTING = 10000; // other doors let people in as well
const PATIENCE = 6000;
const ENDINGS = ["stopped", "expired"];
const NONE = Symbol("no answer");

const frame = document.getElementById("scanner");
const find = (selector) => frame.querySelector(selector);
const view = find(".scanner__view");
const video = find(".scanner__camera");
const form = find(".scanner__form");
const start = find(".scanner__start");
const undo = find(".scanner__undo");
const others = find(".scanner__others");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;

const lastSeen = new Map();
let camera = ""; // the state it is in
let current; // the code that is being asked about
let busy = false;
let watching = false;
let unheard; // what is asked again by itself, for as long as nobody answers it
let counting = setTimeout(count, COUNTING);

find(".scanner__no-script").hidden = true;
start.hidden = !hasCamera;
report(hasCamera ? "" : "no_camera");
start.addEventListener("click", begin);
form.addEventListener("submit", typed);
undo.addEventListener("submit", takeBack);
others.addEventListener("submit", letOthersIn);
whenSeenAgain(video, begin);
addEventListener("offline", () => report());
addEventListener("online", reconnected);

async function begin() {
  allowSound();
  start.hidden = true;
  report("starting");
  try {
    await switchOn(video, begin);
    view.hidden = false;
    read();
  } catch (error) {
    view.hidden = true;
    start.hidden = false;
    report(error.name === "NotAllowedError" ? "camera_refused" : "no_camera");
  }
}

// Once: from then on it reads whatever the camera sees.
function read() {
  if (watching) return report("ready");
  watching = true;
  watch(video, frame.dataset.wasm, { seen, ready: () => report("ready"), blind: () => report("no_decoder") });
}

// Without a connection nothing else matters.
function report(state = camera) {
  camera = state;
  if (!navigator.onLine) show("offline");
  else if (camera) show(camera);
  else clear("notice");
}

function reconnected() {
  report();
  count();
  unheard?.ask();
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
  if (!field.value.trim()) return show("unreadable");
  await check(field.value);
  field.select();
}

// Without an answer it asks again by itself. Somebody who goes on with another code is told about that one.
async function check(code, { again = false } = {}) {
  heard();
  current = code;
  busy = true;
  if (!again) show("busy");
  undo.hidden = others.hidden = true;
  const answer = await ask(frame.dataset.scan, code, token).catch(() => NONE);
  if (code !== current) return;
  busy = false;
  if (answer === NONE) return wait(code);
  answered(code);
  tell(answer);
}

function wait(code) {
  askAgain(() => check(code, { again: true }));
}

function askAgain(ask) {
  show("unanswered");
  unheard = { ask, timer: setTimeout(ask, AGAIN) };
}

function heard() {
  clearTimeout(unheard?.timer);
  unheard = undefined;
}

function tell(answer) {
  if (!answer) return location.reload();
  show(answer.state, answer);
  undo.hidden = answer.state !== "admitted" || "practice" in frame.dataset;
  others.hidden = !answer.others;
  find("[data-others]").textContent = answer.others ?? 0;
  undo.elements.nonce.value = others.elements.nonce.value = answer.nonce ?? "";
  if (ENDINGS.includes(answer.state)) return end();
  count();
}

// By mistake: sending it twice takes it back once, so a lost answer is simply asked for by another press.
function takeBack(event) {
  event.preventDefault();
  askAbout(undo);
}

function letOthersIn(event) {
  event.preventDefault();
  askAbout(others);
}

// About whoever was scanned last, until there is an answer or somebody else was scanned.
async function askAbout(asked) {
  heard();
  const number = asked.elements.nonce.value;
  const answer = await aboutScan(asked.action, number, token).catch(() => NONE);
  if (asked.hidden || number !== asked.elements.nonce.value) return;
  if (answer === NONE) return askAgain(() => askAbout(asked));
  clear("verdict"); // the same state again is news
  tell(answer);
}

// Nothing on this page can scan any more.
function end() {
  clearTimeout(counting);
  switchOff(video);
  frame.dataset.over = "";
}

async function count() {
  clearTimeout(counting);
  counting = setTimeout(count, COUNTING);
  if (document.hidden) return;
  const response = await fetch(frame.dataset.count, { signal: AbortSignal.timeout(PATIENCE) }).catch(() => undefined);
  const figures = response && (await said(response).catch(() => undefined));
  if (!figures) return; // the next scan says what is wrong
  if (figures.state) return tell(figures);
  find("[data-admitted]").textContent = figures.admitted;
  find("[data-registered]").textContent = figures.registered;
}
