// Asks the server about a code. A scan may be sent again: it keeps its number until somebody was told the answer,
// so the server gives its first answer and counts it once.
const PATIENCE = 6000;

const unanswered = new Map();

export function ask(address, code, token) {
  return send(address, { code, nonce: numberOf(code) }, token);
}

export function aboutScan(address, nonce, token) {
  return send(address, { nonce }, token);
}

async function send(address, values, token) {
  const response = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(values),
    signal: AbortSignal.timeout(PATIENCE),
  });
  return said(response);
}

export function answered(code) {
  unanswered.delete(tidy(code));
}

// What the server says, or nothing when its answer is a page: then the session has ended.
export async function said(response) {
  if (response.status >= 500) throw new Error(response.statusText);
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  return isJson ? response.json() : undefined;
}

function numberOf(code) {
  const key = tidy(code);
  if (!unanswered.has(key)) unanswered.set(key, newNonce());
  return unanswered.get(key);
}

// However it is typed or read, it is the same code.
function tidy(code) {
  return code.toUpperCase().replace(/[^A-Z0-9]/g, "");
}

// crypto.randomUUID is absent where a page comes without TLS, such as a test on a local network.
function newNonce() {
  return crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, digit);
}

function digit(place) {
  return (place ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (place / 4)))).toString(16);
}
