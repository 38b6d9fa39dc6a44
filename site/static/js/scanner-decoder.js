// Reads codes in what the camera sees. The decoder is fetched when it is first needed, and again until it is there.
import { BarcodeDetector, prepareZXingModule } from "../vendor/barcode-detector/ponyfill.js";

const PAUSE = 100;
const AGAIN = 3000;
const PATIENCE = 20000;

// Gives every code to `seen`, again and again while it is in view. `ready` and `blind` hear whether codes can be read.
export async function watch(video, wasm, { seen, ready, blind }) {
  for (;;) {
    try {
      const detector = await load(wasm);
      ready();
      for (;;) await read(detector, video, seen);
    } catch {
      blind();
      await pause(AGAIN);
    }
  }
}

// Fetched by ourselves: the decoder would keep a fetch that failed, and fail for ever.
async function load(wasm) {
  const response = await fetch(wasm, { signal: AbortSignal.timeout(PATIENCE) });
  if (!response.ok) throw new Error(response.statusText);
  await prepareZXingModule({ overrides: { wasmBinary: await response.arrayBuffer() }, fireImmediately: true });
  return new BarcodeDetector({ formats: ["qr_code"] });
}

async function read(detector, video, seen) {
  await pause(PAUSE);
  if (document.hidden || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
  for (const code of await detect(detector, video)) seen(code.rawValue);
}

// A frame may not be ready; only a decoder that broke is news.
async function detect(detector, video) {
  try {
    return await detector.detect(video);
  } catch (error) {
    if (error.name === "NotSupportedError") throw error;
    return [];
  }
}

function pause(milliseconds) {
  return new Promise((next) => setTimeout(next, milliseconds));
}
