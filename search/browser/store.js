/** The files of the index: fetched once, inflated, kept. */
import { SearchError } from "./errors.js";

/** Decoded files are kept up to about this many bytes, the least lately used leave first. A list takes
 * ten times its file once decoded, other files three times their inflated bytes. */
const KEPT = 32e6;
/** A fetch that fails on the line is tried again after this long, in milliseconds. */
const RETRY_AFTER = 300;

export class Store {
  /** @param {string} base address of the folder, with its last slash */
  constructor(base) {
    this.base = base;
    /** @type {Map<string, Promise<{value: any, size: number}>>} */
    this.kept = new Map();
    /** @type {Map<string, number>} */
    this.sizes = new Map();
    this.size = 0;
  }

  /** A file of raw deflate, decoded once by `decode`. @template T
   * @param {string} path @param {(bytes: Uint8Array) => T} decode @returns {Promise<T>} */
  packed(path, decode) {
    return this.#once(path, async () => {
      const bytes = await inflate(await this.#bytes(path), path);
      return { value: await decoded(decode, bytes, path), size: bytes.length * 3 };
    });
  }

  /** A file as it is. @template T
   * @param {string} path @param {(bytes: Uint8Array) => T | Promise<T>} decode @returns {Promise<T>} */
  plain(path, decode) {
    return this.#once(path, async () => {
      const bytes = await this.#bytes(path);
      return { value: await decoded(decode, bytes, path), size: bytes.length * 10 };
    });
  }

  /** @param {string} path @param {RequestCache} [cache] @returns {Promise<any>} */
  json(path, cache) {
    return this.#once(path, async () => {
      const bytes = await this.#bytes(path, cache);
      return { value: await decoded((b) => JSON.parse(new TextDecoder().decode(b)), bytes, path), size: 0 };
    });
  }

  async #once(path, load) {
    let entry = this.kept.get(path);
    if (entry) this.kept.delete(path);
    else {
      entry = load();
      entry.then(
        ({ size }) => this.#grow(path, size),
        () => this.kept.delete(path), // a failure is not kept: the next search tries again
      );
    }
    this.kept.set(path, entry);
    return (await entry).value;
  }

  /** Makes room: decoded files leave, the least lately used first; manifests (size 0) stay. */
  #grow(path, size) {
    this.sizes.set(path, size);
    this.size += size;
    for (const old of this.kept.keys()) {
      if (this.size <= KEPT || old === path) return;
      const gone = this.sizes.get(old);
      if (!gone) continue;
      this.kept.delete(old);
      this.sizes.delete(old);
      this.size -= gone;
    }
  }

  async #bytes(path, cache) {
    const address = new URL(path, this.base);
    let response;
    for (let attempt = 0; ; attempt++) {
      try {
        response = await fetch(address, { cache });
        if (response.status >= 500 && attempt === 0) throw new TypeError(`status ${response.status}`);
        if (response.ok) return new Uint8Array(await response.arrayBuffer());
        break;
      } catch {
        if (attempt > 0)
          throw new SearchError("reseau", "La connexion a été interrompue.", { file: path });
        await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));
      }
    }
    throw new SearchError("absent", `Un fichier de l’index manque (${path}).`, { file: path });
  }
}

async function decoded(decode, bytes, path) {
  try {
    return await decode(bytes);
  } catch (error) {
    if (error instanceof SearchError) throw error;
    throw new SearchError("corrompu", `Un fichier de l’index est illisible (${path}).`, { file: path });
  }
}

async function whole(reader) {
  const parts = [];
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) parts.push(value);
  if (parts.length === 1) return parts[0];
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Raw deflate, with the browser's own decoder. @param {Uint8Array} bytes @param {string} path */
export async function inflate(bytes, path) {
  try {
    const { readable, writable } = new DecompressionStream("deflate-raw");
    const writer = writable.getWriter();
    const fed = Promise.all([writer.write(bytes), writer.close()]);
    const [inflated] = await Promise.all([whole(readable.getReader()), fed]);
    return inflated;
  } catch {
    throw new SearchError("corrompu", `Un fichier de l’index est illisible (${path}).`, { file: path });
  }
}
