// How a region's addresses are shared out among zones and segments on AWS. Pure.
import { readRange, writeAddress } from "./ipv4.ts";

export const segments = ["public", "private", "data"] as const;
export type Segment = (typeof segments)[number];

export interface ZoneSubnets extends Readonly<Record<Segment, string>> {
  /** Full name, such as "eu-west-1b". */
  readonly zone: string;
}

/** A region's addresses are cut into so many equal blocks, one for each letter that a zone can have: a zone that comes or goes moves no other one's. */
const blocks = "abcdefgh";
const blockBits = 3;
export const fewestZones = 3;

/** The smallest space whose parts AWS takes as subnets: /28 and larger. Source: "Subnet sizing" in the Amazon VPC user guide. */
export const longestPrefix = 22;

/** Of a block: half for nodes and pods, which take an address each; an eighth for balancers and NAT, an eighth for data; a quarter stays free. */
const layout = {
  private: { at: 0, bits: 1 },
  public: { at: 4 / 8, bits: 3 },
  data: { at: 5 / 8, bits: 3 },
} as const satisfies Record<Segment, { readonly at: number; readonly bits: number }>;

/** `space` is a region's row's, such as "10.16.0.0/16". Throws RangeError for a space that is none or too small, and for zones that are too few, double or unknown. */
export function planSubnets(space: string, zones: readonly string[]): readonly ZoneSubnets[] {
  const { first, bits } = readRange(space);
  if (bits > longestPrefix) throw new RangeError(`${space} is too small for a region: a /${longestPrefix} at least`);
  if (zones.length < fewestZones) throw new RangeError(`${zones.length} zones: a region needs ${fewestZones} or more`);
  if (new Set(zones).size < zones.length) throw new RangeError(`a zone is named twice: ${zones.join(", ")}`);
  const block = 2 ** (32 - bits - blockBits);
  return zones.map((zone) => {
    const place = blocks.indexOf(zone.slice(-1));
    if (place < 0) throw new RangeError(`${zone} has no addresses: a zone's last letter is one of ${blocks}`);
    const part = ({ at, bits: further }: (typeof layout)[Segment]): string =>
      `${writeAddress(first + (place + at) * block)}/${bits + blockBits + further}`;
    return { zone, public: part(layout.public), private: part(layout.private), data: part(layout.data) };
  });
}
