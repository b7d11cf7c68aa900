// IPv4 ranges as numbers and back. Pure.

export interface Ipv4Range {
  /** First address, as a number. */
  readonly first: number;
  /** Prefix length. */
  readonly bits: number;
  /** How many addresses. */
  readonly size: number;
}

/** `range`: such as "10.16.0.0/12"; bits behind the prefix are left out. Throws RangeError for what is no range. */
export function readRange(range: string): Ipv4Range {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(range);
  const numbers = (match ?? []).slice(1).map(Number);
  const bytes = numbers.slice(0, 4);
  const [bits = 33] = numbers.slice(4);
  if (bytes.length !== 4 || bits > 32 || bytes.some((byte) => byte > 255)) throw new RangeError(`${range} is no IPv4 range`);
  const size = 2 ** (32 - bits);
  const address = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  return { first: Math.floor(address / size) * size, bits, size };
}

/** Such as "10.16.0.0". */
export const writeAddress = (address: number): string => [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
