// Seeded randomness, one stream a VU.
import exec from "k6/execution";
import { environment } from "./environment.ts";

let state = 0;

/** 0 ≤ value < 1; the same for the same seed and VU. (mulberry32) */
export function random(): number {
  if (state === 0) state = (environment.seed * 2_654_435_761 + exec.vu.idInTest * 40_503) >>> 0 || 1;
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}

/** Version 4. Not from the seed: a key that comes twice in two runs would be taken for a repetition. */
export function uuid(): string {
  const bytes = new Uint8Array(16);
  crypto.getRandomValues(bytes);
  const hex = Array.from(bytes, (byte, index) =>
    (index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte).toString(16).padStart(2, "0"),
  ).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
