// The camera: on, and on again when a phone took it away.
const WANTED = { audio: false, video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } } };

export const hasCamera = Boolean(navigator.mediaDevices?.getUserMedia);

// `lost` hears of a camera that went away while somebody looks at the page.
export async function switchOn(video, lost) {
  const stream = await navigator.mediaDevices.getUserMedia(WANTED);
  for (const track of stream.getTracks()) track.addEventListener("ended", () => document.hidden || lost());
  switchOff(video);
  video.srcObject = stream;
  await video.play();
  await stayAwake();
}

export function switchOff(video) {
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
}

// A phone takes the camera away from a page nobody looks at.
export function whenSeenAgain(video, lost) {
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden || !video.srcObject) return;
    if (video.srcObject.getTracks().some((track) => track.readyState === "ended")) lost();
    else await stayAwake();
  });
}

async function stayAwake() {
  await navigator.wakeLock?.request("screen").catch(() => undefined);
}
