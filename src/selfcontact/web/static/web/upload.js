// Sends a file piece by piece (tus 1.0): what the server has stored is never sent again, whatever breaks in between.
// Without this the form sends the file in one go.
const PIECE = 8 * 1024 * 1024;
const LONGEST_WAIT = 30;
const panel = document.querySelector("#transfer");
const part = (name) => panel.querySelector(`[data-part="${name}"]`);
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
const words = (name, values = {}) =>
  panel.dataset[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

class Refusal extends Error {}
class SignedOut extends Error {}

async function call(method, address, headers = {}, body = undefined, signal = undefined) {
  const answer = await fetch(address, {
    method,
    body,
    signal,
    redirect: "manual",
    headers: { "Tus-Resumable": "1.0.0", "X-CSRFToken": token(), ...headers },
  });
  // The session ended: the server leads to the sign-in page.
  if (answer.type === "opaqueredirect") throw new SignedOut();
  if (answer.ok || answer.status === 409 || answer.status === 423) return answer;
  if (answer.status >= 500 && answer.status !== 507) throw new TypeError("the server failed");
  const said = await answer.json().catch(() => ({}));
  throw new Refusal(said.detail ?? words("refused"));
}

const size = (bytes) => {
  const units = document.documentElement.lang === "en" ? ["kB", "MB", "GB"] : ["ko", "Mo", "Go"];
  let [value, unit] = [bytes / 1000, 0];
  while (value >= 1000 && unit < 2) { value /= 1000; unit += 1; }
  return `${value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: unit ? 1 : 0 })} ${units[unit]}`;
};
const time = (seconds) => {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")}`;
};
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

class Transfer {
  constructor(file, address, page) {
    Object.assign(this, { file, address, page, sent: 0, failures: 0, paused: false, wake: () => {} });
    part("switch").addEventListener("click", () => this.switch());
    addEventListener("beforeunload", (event) => { if (!this.over) event.preventDefault(); });
  }

  async run() {
    panel.hidden = false;
    part("said").textContent = words("waiting");
    while (!this.over) {
      if (this.paused) await new Promise((resolve) => { this.wake = resolve; });
      await this.attempt();
    }
  }

  async attempt() {
    try {
      this.abort = new AbortController();
      const answer = await call("HEAD", this.address, {}, undefined, this.abort.signal);
      this.sent = Number(answer.headers.get("Upload-Offset"));
      Object.assign(this, { from: this.sent, since: performance.now() });
      while (this.sent < this.file.size && !this.paused) await this.piece();
      if (this.sent === this.file.size) this.finish();
    } catch (error) {
      if (!this.paused) await this.failed(error);
    }
  }

  async piece() {
    const body = this.file.slice(this.sent, this.sent + PIECE);
    const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(this.sent) };
    const answer = await call("PATCH", this.address, headers, body, this.abort.signal);
    // Another tab sends it too, or a broken request has not ended yet: ask again where it stands.
    if (!answer.ok) throw new TypeError("out of step");
    this.sent = Number(answer.headers.get("Upload-Offset"));
    this.failures = 0;
    this.show();
  }

  show() {
    const seconds = (performance.now() - this.since) / 1000;
    const rate = (this.sent - this.from) / Math.max(seconds, 0.001);
    panel.querySelector("progress").value = Math.floor((1000 * this.sent) / this.file.size);
    part("said").textContent = words("sending", {
      sent: size(this.sent), total: size(this.file.size), rate: size(rate), left: time((this.file.size - this.sent) / rate),
    });
    part("failed").hidden = true;
  }

  finish() {
    this.over = true;
    location.assign(this.page);
  }

  async failed(error) {
    if (error instanceof Refusal) { this.over = true; part("switch").hidden = true; return tell(error.message); }
    if (error instanceof SignedOut) { this.switch(); return tell(words("signedOut")); }
    this.failures += 1;
    const seconds = Math.min(LONGEST_WAIT, 2 ** this.failures);
    tell(words("retrying", { seconds }));
    await new Promise((resolve) => { this.wake = resolve; setTimeout(resolve, seconds * 1000); });
  }

  switch() {
    this.paused = !this.paused;
    part("switch").textContent = words(this.paused ? "resume" : "pause");
    if (this.paused) {
      this.abort?.abort();
      const said = words("paused", { sent: size(this.sent), total: size(this.file.size) });
      part("said").textContent = part("announced").textContent = said;
    } else {
      part("failed").hidden = true;
      this.wake();
    }
  }
}

function tell(sentence) {
  part("failed").textContent = sentence;
  part("failed").hidden = false;
}

async function create(form) {
  const file = form.querySelector("[type=file]").files[0];
  const given = { mandate: form.elements.mandate.value, agreement: form.elements.agreement.value };
  if (form.elements.synthetic.checked) given.synthetic = "1";
  const metadata = Object.entries(given).map(([key, value]) => `${key} ${base64(value)}`).join(",");
  const headers = { "Upload-Length": String(file.size), "Upload-Metadata": metadata };
  const answer = await call("POST", document.querySelector("#choose").dataset.uploads, headers);
  const { page } = await answer.json();
  // A reload leads to the page where the same file can be chosen again.
  history.replaceState(null, "", page);
  return new Transfer(file, answer.headers.get("Location"), page);
}

const choose = document.querySelector("#choose form");
choose?.addEventListener("submit", async (event) => {
  const { mandate, agreement } = choose.elements;
  // What is missing is said by the server, as without this script.
  if (!mandate.value || !agreement.value || !choose.querySelector("[type=file]").files.length) return;
  event.preventDefault();
  try {
    const transfer = await create(choose);
    document.querySelector("#choose").hidden = true;
    await transfer.run();
  } catch (error) {
    panel.hidden = false;
    part("switch").hidden = true;
    tell(error instanceof SignedOut ? words("signedOut") : error instanceof Refusal ? error.message : words("refused"));
  }
});

const resume = document.querySelector("#resume");
if (resume) {
  const { content, page, length } = resume.dataset;
  resume.hidden = false;
  resume.querySelector("[type=file]").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    panel.hidden = false;
    if (file.size !== Number(length)) { part("switch").hidden = true; tell(words("otherFile")); return; }
    resume.hidden = true;
    part("switch").hidden = false;
    part("failed").hidden = true;
    await new Transfer(file, content, page).run();
  });
}
