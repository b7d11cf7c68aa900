// Google: how a region's addresses are shared out among nodes, pods, services and managed data. Pure.
import { readRange, writeAddress } from "./ipv4.ts";

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
  const { first, bits, size } = readRange(space);
  if (bits > longestPrefix) throw new RangeError(`${space} is too small for a region: a /${longestPrefix} at least`);
  const sixteenth = size / 16;
  const part = (index: number): string => `${writeAddress(first + index * sixteenth)}/${bits + 4}`;
  return { pods: `${writeAddress(first)}/${bits + 1}`, nodes: part(8), services: part(9), data: part(10) };
}

/** First address and prefix length, as Google's reserved ranges want them apart. */
export function addressAndLength(range: string): { readonly address: string; readonly prefixLength: number } {
  const { first, bits } = readRange(range);
  return { address: writeAddress(first), prefixLength: bits };
}
