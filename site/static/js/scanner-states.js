// Every state of the scanner. What each means stands in docs/door.md; its words stand in the page or come with the
// answer; its colour and its sign carry its name in scanner.css and scanner_signs.html.
//
// where: on the verdict, or on the notice above it · fills: how many milliseconds it covers the screen
// wave, notes: what it sounds like, as [pitch, seconds], where pitch 0 is a rest · buzz: what it feels like

const A_WHILE = 2500;
const UNTIL_THE_END = Infinity;

export const STATES = {
  // What the server answers
  admitted: { where: "verdict", fills: A_WHILE, wave: "sine", notes: [[880, 0.09], [1320, 0.16]], buzz: [70] },
  already: { where: "verdict", fills: A_WHILE, wave: "triangle", notes: [[520, 0.14], [0, 0.06], [520, 0.14]], buzz: [120, 80, 120] },
  cancelled: { where: "verdict", fills: A_WHILE, wave: "sawtooth", notes: [[200, 0.5]], buzz: [450] },
  replaced: { where: "verdict", fills: A_WHILE, wave: "square", notes: [[277, 0.2], [0, 0.05], [277, 0.2]], buzz: [250, 60, 250] },
  mixed_up: { where: "verdict", fills: A_WHILE, wave: "triangle", notes: [[494, 0.08], [370, 0.08], [494, 0.08], [370, 0.08]], buzz: [60, 40, 60, 40, 60] },
  undone: { where: "verdict", fills: A_WHILE, wave: "sine", notes: [[660, 0.12], [440, 0.2]], buzz: [40, 40, 90] },
  wrong_event: { where: "verdict", fills: A_WHILE, wave: "square", notes: [[330, 0.16], [247, 0.32]], buzz: [200, 80, 350] },
  unknown: { where: "verdict", fills: A_WHILE, wave: "sawtooth", notes: [[200, 0.12], [0, 0.07], [200, 0.12], [0, 0.07], [200, 0.12]], buzz: [150, 70, 150, 70, 150] },
  unreadable: { where: "verdict", fills: A_WHILE, wave: "triangle", notes: [[440, 0.1], [330, 0.1], [247, 0.14]], buzz: [60, 60, 60] },
  stopped: { where: "verdict", fills: UNTIL_THE_END, wave: "sawtooth", notes: [[262, 0.2], [196, 0.2], [131, 0.5]], buzz: [300, 100, 600] },
  expired: { where: "verdict", fills: UNTIL_THE_END, wave: "sine", notes: [[392, 0.25], [0, 0.1], [262, 0.6]], buzz: [600] },

  // Until it does
  busy: { where: "verdict", fills: 0, wave: "sine", notes: [[1400, 0.03]], buzz: [15] },
  unanswered: { where: "verdict", fills: A_WHILE, wave: "square", notes: [[620, 0.08], [0, 0.3], [620, 0.08], [0, 0.3], [620, 0.08]], buzz: [80, 300, 80, 300, 80] },

  // The camera, the decoder and the connection
  starting: { where: "notice", wave: "sine", notes: [[660, 0.03]], buzz: [15] },
  ready: { where: "notice", wave: "sine", notes: [[660, 0.05], [990, 0.05]], buzz: [30] },
  camera_refused: { where: "notice", wave: "triangle", notes: [[350, 0.2], [300, 0.2]], buzz: [200, 50, 200] },
  no_camera: { where: "notice", wave: "triangle", notes: [[350, 0.2], [0, 0.1], [250, 0.3]], buzz: [250] },
  no_decoder: { where: "notice", wave: "triangle", notes: [[300, 0.1], [350, 0.1], [300, 0.1], [350, 0.1]], buzz: [50, 50, 50, 50, 50] },
  offline: { where: "notice", wave: "square", notes: [[500, 0.1], [0, 0.1], [375, 0.25]], buzz: [100, 100, 250] },
};
