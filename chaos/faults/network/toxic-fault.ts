// What all faults on links share: a toxic named after the fault, put in and taken out, seen through the link.
import { linkIsFast } from "../../expectations.ts";
import { rendered, unsupported, type RenderContext, type Rendered } from "../../fault-kind.ts";
import { selectLinks } from "../../select.ts";
import type { LinkSelector } from "../../../model/fault/fault.ts";
import type { Step } from "../../../model/fault/fault-script.ts";
import type { Expectation, Observation } from "../../../model/fault/observation.ts";
import type { LinkOutput } from "../../../model/outputs.ts";
import { seconds } from "../../../model/units.ts";

type Toxic = Extract<Step, { kind: "toxic-add" }>["toxic"];

export interface ToxicFault {
  /** Without their names. */
  readonly toxics: readonly Omit<Toxic, "name">[];
  readonly effect: (link: LinkOutput, observe: Observation) => Expectation;
  /** Seconds that an answer takes longer at most; looks for the effect wait so much longer, or they would only see that nothing came. */
  readonly slower?: number;
}

export function renderToxics(selector: LinkSelector, { toxics, effect, slower = 0 }: ToxicFault, { id, outputs }: RenderContext): Rendered {
  const selected = selectLinks(outputs, selector);
  if (!selected.found) return unsupported(selected.reason);
  const seen: { link: LinkOutput; observe: Observation }[] = [];
  for (const link of selected.items) {
    if (link.observe === undefined) return unsupported(`the link ${link.id} has no observation, so no effect could be seen through it`);
    seen.push({ link, observe: link.observe });
  }
  // A point, which no fault's id has: the second toxic of `a` is never the first one of `a-2`.
  const named = toxics.map((toxic, index): Toxic => ({ ...toxic, name: `gameday-${id}${index === 0 ? "" : `.${index + 1}`}` }));
  const region = selected.items[0]?.to;
  return rendered({
    engine: "toxiproxy",
    targets: selected.items.map((link) => link.id),
    ...(region === undefined ? {} : { region }),
    inject: selected.items.flatMap(({ toxiproxy, proxy }) => named.map((toxic): Step => ({ kind: "toxic-add", api: toxiproxy, proxy, toxic }))),
    undo: selected.items.flatMap(({ toxiproxy, proxy }) =>
      named.map((toxic): Step => ({ kind: "toxic-remove", api: toxiproxy, proxy, toxic: toxic.name })),
    ),
    effect: seen.map(({ link, observe }) => effect(link, waiting(observe, slower))),
    healed: seen.map(({ link, observe }) => linkIsFast(link, observe)),
  });
}

const waiting = (observe: Observation, longer: number): Observation =>
  "timeout" in observe ? { ...observe, timeout: seconds(observe.timeout + longer) } : observe;
