import { Buffer } from "node:buffer";

const notHex = 0xff;
const hexValues = new Uint8Array(128).fill(notHex);
for (let value = 0; value < 16; value++) {
  const digit = value.toString(16);
  hexValues[digit.charCodeAt(0)] = value;
  hexValues[digit.toUpperCase().charCodeAt(0)] = value;
}

/**
 * Decodes exactly `size` bytes of hex, of either case, that end `text` from `start`; undefined when it is anything else.
 * (Buffer.from stops silently at what it cannot read, and takes digits from beyond ASCII; this also costs less than half.)
 */
export function decodeHex(text: string, start: number, size: number): Uint8Array | undefined {
  if (text.length !== start + size * 2) return undefined;
  // From the pool: handing a small array of its own to node:crypto costs several times the comparison.
  const bytes = Buffer.allocUnsafe(size);
  for (let i = 0, at = start; i < size; i++, at += 2) {
    const high = hexValues[text.charCodeAt(at)] ?? notHex;
    const low = hexValues[text.charCodeAt(at + 1)] ?? notHex;
    if ((high | low) > 15) return undefined;
    bytes[i] = (high << 4) | low;
  }
  return bytes;
}
