// Ranges of IPv4 addresses: whether two have an address in common.

/** First and last address as numbers; null for what is no range. */
export function readCidr(text: string): readonly [number, number] | null {
  const [, a = "", b = "", c = "", d = "", bits = ""] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text) ?? [];
  if (bits === "" || Number(bits) > 32) return null;
  const address = [a, b, c, d].reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(address / size) * size;
  return [first, first + size - 1];
}

export function overlap(one: string, other: string): boolean {
  const [a, b] = [readCidr(one), readCidr(other)];
  return a !== null && b !== null && a[0] <= b[1] && b[0] <= a[1];
}
