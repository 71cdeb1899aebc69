// The site's database in the reader's browser: fetched once, and asked in a worker, so that the page stays usable and a
// query can be stopped.

const STOPPED = "The query was stopped.";

export class Database {
  #about; #blob; #worker; #refuse; #stops = 0;

  // What the page says of the database: its file, sizes and hash.
  constructor(about) { this.#about = about; }

  // Ask the worker something; `progress` is called with the share that has been fetched.
  async ask(request, progress) {
    const stops = this.#stops;
    this.#blob ??= await fetched(this.#about, progress);
    if (stops !== this.#stops) throw new Error(STOPPED); // while the database was on its way
    if (!this.#worker) this.#open();
    return new Promise((resolve, reject) => {
      this.#refuse = reject;
      this.#worker.onmessage = ({data}) => ("error" in data ? reject(new Error(data.error)) : resolve(data));
      this.#worker.onerror = event => reject(new Error(event.message || "SQLite can't be started in this browser."));
      this.#worker.postMessage(request);
    });
  }

  // End what is running; the next question starts a new worker.
  stop() {
    this.#stops += 1;
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#refuse?.(new Error(STOPPED));
  }

  #open() {
    this.#worker = new Worker(new URL("worker.js", import.meta.url), {type: "module"});
    this.#worker.postMessage({open: this.#blob});
  }
}

async function fetched(about, progress) {
  const answer = await fetch(new URL(about.file, import.meta.url));
  if (!answer.ok) throw new Error(`The database can't be fetched: the server answers ${answer.status}.`);
  const chunks = [];
  let received = 0, total = 0;
  for (const reader = answer.body.getReader(); ;) {
    const {done, value} = await reader.read();
    if (done) break;
    // Some servers send the file unpacked, as they would a page.
    total ||= isPacked(value) ? about.packed : about.size;
    chunks.push(value);
    received += value.length;
    progress(Math.min(received / total, 1));
  }
  return checked(await unpacked(new Blob(chunks), chunks[0] ?? []), about.sha256);
}

function isPacked(bytes) { return bytes[0] === 0x1f && bytes[1] === 0x8b; }

async function unpacked(blob, start) {
  if (!isPacked(start)) return blob;
  return new Response(blob.stream().pipeThrough(new DecompressionStream("gzip"))).blob();
}

async function checked(blob, sha256) {
  if (!globalThis.crypto?.subtle) return blob; // only pages on https or of this machine may compute hashes
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  const found = Array.from(digest, byte => byte.toString(16).padStart(2, "0")).join("");
  if (found !== sha256) throw new Error("The database arrived damaged, or it is of another version: load the page again.");
  return blob;
}
