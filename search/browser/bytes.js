/** The bytes of the index: varints, nibbles, bitmaps. See FORMAT.md, "Encodings". */

const UTF8 = new TextDecoder();

/** Reads a file from its start. */
export class Reader {
  /** @param {Uint8Array} bytes @param {number} [at] */
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  varint() {
    let value = 0;
    let scale = 1;
    let byte;
    do {
      if (this.at >= this.bytes.length) throw new RangeError("truncated");
      byte = this.bytes[this.at++];
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte & 128);
    return value;
  }

  /** @param {number} size */
  take(size) {
    if (this.at + size > this.bytes.length) throw new RangeError("truncated");
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }

  /** @param {number} size */
  text(size) {
    return UTF8.decode(this.take(size));
  }

  /** `count` varints. @param {number} count */
  varints(count) {
    const out = new Int32Array(count);
    const bytes = this.bytes;
    let at = this.at;
    for (let i = 0; i < count; i++) {
      let byte = bytes[at++];
      let value = byte & 127;
      for (let shift = 7; byte & 128; shift += 7) {
        byte = bytes[at++];
        value |= (byte & 127) << shift;
      }
      out[i] = value;
    }
    if (at > bytes.length) throw new RangeError("truncated");
    this.at = at;
    return out;
  }

  /** Rising numbers written as gaps. @param {number} count */
  gaps(count) {
    const out = this.varints(count);
    for (let i = 1; i < count; i++) out[i] += out[i - 1];
    return out;
  }

  /** Two values a byte. @param {number} count */
  nibbles(count) {
    const bytes = this.take((count + 1) >> 1);
    const out = new Uint8Array(count);
    for (let i = 0; i < count; i++) out[i] = (bytes[i >> 1] >> ((i & 1) << 2)) & 15;
    return out;
  }

  /** The numbers whose bits are set. @param {number} count @param {number} size of the bitmap in bits */
  bitmap(count, size) {
    const bytes = this.take((size + 7) >> 3);
    const out = new Int32Array(count);
    let n = 0;
    for (let i = 0; i < bytes.length; i++)
      for (let byte = bytes[i]; byte; byte &= byte - 1) out[n++] = (i << 3) + 31 - Math.clz32(byte & -byte);
    if (n !== count) throw new RangeError("bitmap");
    return out;
  }

  /** Rising numbers below `size`: a bitmap from one in eight on. @param {number} count @param {number} size */
  subset(count, size) {
    return count * 8 >= size ? this.bitmap(count, size) : this.gaps(count);
  }
}
