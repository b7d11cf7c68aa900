// IPv4 ranges as arithmetic: cut one into equal parts, and see whether two overlap.

/** Such as "10.16.0.0/12". */
export type AddressRange = string;

/** The part with the given index, `bits` long, of a range. Throws RangeError for a range that is none, and where there are not so many parts. */
export function cut(range: AddressRange, bits: number, index: number): AddressRange {
  const { first, size, bits: own } = read(range);
  const part = 2 ** (32 - bits);
  if (bits < own || (index + 1) * part > size || index < 0) throw new RangeError(`${range} has no part ${index} of /${bits}`);
  return `${write(first + index * part)}/${bits}`;
}

/** True where the two share an address. */
export function overlap(one: AddressRange, other: AddressRange): boolean {
  const [a, b] = [read(one), read(other)];
  return a.first < b.first + b.size && b.first < a.first + a.size;
}

interface Range {
  readonly first: number;
  readonly size: number;
  readonly bits: number;
}

function read(range: AddressRange): Range {
  const [address = "", length = ""] = range.split("/");
  const bytes = address.split(".").map(Number);
  const bits = Number(length);
  if (
    bytes.length !== 4 ||
    bytes.some((byte) => !Number.isInteger(byte) || byte < 0 || byte > 255) ||
    !Number.isInteger(bits) ||
    bits < 0 ||
    bits > 32
  )
    throw new RangeError(`${range} is no IPv4 range`);
  const size = 2 ** (32 - bits);
  const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  return { first: Math.floor(value / size) * size, size, bits };
}

const write = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
