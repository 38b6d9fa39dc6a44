// The camera, and what it reads.
import { BarcodeDetector, prepareZXingModule } from "../vendor/barcode-detector/ponyfill.js";

const WANTED = { audio: false, video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } } };
const PAUSE = 100;

export const hasCamera = Boolean(navigator.mediaDevices?.getUserMedia);

// Gives every code it sees to `seen`, again and again while the code is in view.
export async function watch(video, wasm, seen) {
  prepareZXingModule({ overrides: { locateFile: () => wasm } });
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  await show(video);
  document.addEventListener("visibilitychange", () => resume(video));
  for (;;) {
    for (const code of await read(detector, video)) seen(code);
    await new Promise((next) => setTimeout(next, PAUSE));
  }
}

async function show(video) {
  video.srcObject = await navigator.mediaDevices.getUserMedia(WANTED);
  await video.play();
  await stayAwake();
}

// A phone takes the camera away from a page nobody looks at.
async function resume(video) {
  if (document.hidden) return;
  if (video.srcObject.getVideoTracks().some((track) => track.readyState === "ended")) await show(video);
  await stayAwake();
}

async function stayAwake() {
  await navigator.wakeLock?.request("screen").catch(() => undefined);
}

async function read(detector, video) {
  if (document.hidden || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return [];
  try {
    return (await detector.detect(video)).map((code) => code.rawValue);
  } catch {
    return []; // a frame that was not ready
  }
}
