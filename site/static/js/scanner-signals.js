// What a state sounds and feels like.
const LOUDNESS = 0.35;

let audio;

// Browsers only let sound begin with a tap.
export function allowSound() {
  audio ??= "AudioContext" in window ? new AudioContext() : undefined;
  audio?.resume();
}

export function signal({ wave, notes, buzz }) {
  navigator.vibrate?.(buzz);
  if (audio?.state === "running") play(wave, notes);
}

function play(wave, notes) {
  let at = audio.currentTime;
  for (const [pitch, seconds] of notes) {
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
