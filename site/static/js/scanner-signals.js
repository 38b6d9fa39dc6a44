// What a verdict sounds and feels like: three that cannot be mistaken for each other.
const NOTES = {
  ok: { wave: "sine", tones: [[880, 0.09], [1320, 0.16]], buzz: [70] },
  used: { wave: "triangle", tones: [[520, 0.14], [0, 0.06], [520, 0.14]], buzz: [120, 80, 120] },
  no: { wave: "sawtooth", tones: [[200, 0.5]], buzz: [450] },
};
const KINDS = { ok: "ok", used: "used", offline: "used" };
const LOUDNESS = 0.35;

let audio;

// Browsers only let sound begin with a tap.
export function allowSound() {
  audio ??= "AudioContext" in window ? new AudioContext() : undefined;
  audio?.resume();
}

export function signal(tone) {
  const notes = NOTES[KINDS[tone] ?? "no"];
  navigator.vibrate?.(notes.buzz);
  if (audio?.state === "running") play(notes);
}

function play({ wave, tones }) {
  let at = audio.currentTime;
  for (const [pitch, seconds] of tones) {
    if (pitch) beep(wave, pitch, at, seconds);
    at += seconds;
  }
}

function beep(wave, pitch, at, seconds) {
  const loudness = new GainNode(audio, { gain: LOUDNESS });
  const voice = new OscillatorNode(audio, { type: wave, frequency: pitch });
  loudness.gain.setValueAtTime(LOUDNESS, at + seconds * 0.7);
  loudness.gain.linearRampToValueAtTime(0, at + seconds);
  voice.connect(loudness).connect(audio.destination);
  voice.start(at);
  voice.stop(at + seconds);
}
