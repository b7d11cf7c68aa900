// IPv4 ranges as arithmetic: cut one into equal parts, and see whether two overlap.
import { readRange, writeAddress } from "../../components/network/ipv4.ts";

/** Such as "10.16.0.0/12". */
export type AddressRange = string;

/** The part with the given index, `bits` long, of a range. Throws RangeError for a range that is none, and where there are not so many parts. */
export function cut(range: AddressRange, bits: number, index: number): AddressRange {
  const { first, size, bits: own } = readRange(range);
  const part = 2 ** (32 - bits);
  if (bits < own || (index + 1) * part > size || index < 0) throw new RangeError(`${range} has no part ${index} of /${bits}`);
  return `${writeAddress(first + index * part)}/${bits}`;
}

/** True where the two share an address. */
export function overlap(one: AddressRange, other: AddressRange): boolean {
  const [a, b] = [readRange(one), readRange(other)];
  return a.first < b.first + b.size && b.first < a.first + a.size;
}
