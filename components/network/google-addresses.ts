// Google: how a region's addresses are shared out among nodes, pods, services and managed data. Pure.

export interface GoogleAddresses {
  /** Pods: half of the region; GKE takes a /24 of it for each node. */
  readonly pods: string;
  /** Nodes, and internal load balancers. */
  readonly nodes: string;
  /** The cluster's services. */
  readonly services: string;
  /** Postgres and Redis: they live in Google's own network, peered with ours. */
  readonly data: string;
}

/** The smallest range that can be shared out: its quarter of a quarter holds a /24, which Cloud SQL asks for. */
export const longestPrefix = 20;

/** `space` is a region's row's, such as "10.16.0.0/16". The last five sixteenths stay free. Throws RangeError for a range that is none or too small. */
export function planGoogleAddresses(space: string): GoogleAddresses {
  const { first, bits } = read(space);
  if (bits > longestPrefix) throw new RangeError(`${space} is too small for a region: a /${longestPrefix} at least`);
  const sixteenth = 2 ** (32 - bits) / 16;
  const part = (index: number): string => `${write(first + index * sixteenth)}/${bits + 4}`;
  return { pods: `${write(first)}/${bits + 1}`, nodes: part(8), services: part(9), data: part(10) };
}

/** First address and prefix length, as Google's reserved ranges want them apart. */
export function addressAndLength(range: string): { readonly address: string; readonly prefixLength: number } {
  const { first, bits } = read(range);
  return { address: write(first), prefixLength: bits };
}

function read(range: string): { readonly first: number; readonly bits: number } {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(range);
  const [, ...numbers] = (match ?? []).map(Number);
  const [bits = 33] = numbers.slice(4);
  const bytes = numbers.slice(0, 4);
  if (match === null || bits > 32 || bytes.some((byte) => byte > 255)) throw new RangeError(`${range} is no IPv4 range`);
  const size = 2 ** (32 - bits);
  const address = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  return { first: Math.floor(address / size) * size, bits };
}

const write = (address: number): string => [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
