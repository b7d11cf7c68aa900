// The links that cross a region's border, and the steps that close and open them.
import type { Step } from "../../../model/fault/fault-script.ts";
import type { LinkOutput, Outputs } from "../../../model/outputs.ts";

/** Exactly one end is in the region; "entry" and "*" are outside of every region. */
export const borderLinks = ({ links }: Outputs, region: string): LinkOutput[] =>
  links.filter(({ from, to }) => (from === region) !== (to === region));

export const closing = (links: readonly LinkOutput[]): Step[] =>
  links.map(({ toxiproxy, proxy }) => ({ kind: "proxy-disable", api: toxiproxy, proxy }));
export const opening = (links: readonly LinkOutput[]): Step[] =>
  links.map(({ toxiproxy, proxy }) => ({ kind: "proxy-enable", api: toxiproxy, proxy }));
