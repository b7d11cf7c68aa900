// Every template of AWS's Fault Injection Service, in one list, and which of a plan's faults each stands for.
import type { FaultKind } from "../../model/fault/fault.ts";
import type { FisPlace, FisTemplate } from "../../model/fault/fis-template.ts";
import { nodeTermination, podCpuStress, podDelete, podMemoryStress } from "./pods.ts";
import { databaseFailover, regionCutOff } from "./region.ts";
import { cacheZonePower, diskPause, zonePower } from "./zone.ts";

interface Entry {
  readonly make: (place: FisPlace) => FisTemplate;
  /** Faults of plans that it does on AWS. */
  readonly does: readonly FaultKind[];
}

const entries: readonly Entry[] = [
  { make: zonePower, does: [] },
  { make: regionCutOff, does: ["region-partition"] },
  { make: podDelete, does: ["process-kill"] },
  { make: podCpuStress, does: ["cpu-hog"] },
  { make: podMemoryStress, does: ["memory-hog"] },
  { make: nodeTermination, does: [] },
  { make: databaseFailover, does: ["postgres-primary-loss"] },
  { make: cacheZonePower, does: ["redis-primary-loss"] },
  { make: diskPause, does: [] },
];

/** All of a region. Throws RangeError for a place without a zone or an alarm: what nothing stops is not made. */
export function fisTemplates(place: FisPlace): readonly FisTemplate[] {
  if (place.stopAlarms.length === 0) throw new RangeError(`${place.region} has no alarm that would stop an experiment`);
  return entries.filter(({ make }) => make !== regionCutOff || place.others.length > 0).map(({ make }) => make(place));
}

/** The template that does a fault of this kind, or null where FIS has none. */
export const fisTemplateFor = (kind: FaultKind, place: FisPlace): FisTemplate | null =>
  entries.find(({ does }) => does.includes(kind))?.make(place) ?? null;

/** As FIS' API takes it; the role and the log are those of the region's component AwsFaultRoles. */
export const createRequest = (
  { name, description, targets, actions, stopAlarms, emptyTargetResolutionMode }: FisTemplate,
  { roleArn, logGroupArn, environment }: { readonly roleArn: string; readonly logGroupArn: string; readonly environment: string },
) => ({
  clientToken: `gameday-${environment}-${name}`,
  description,
  targets,
  actions: Object.fromEntries(
    Object.entries(actions).map(([action, { actionId, description: doing, parameters, target, startAfter }]) => [
      action,
      {
        actionId,
        description: doing,
        parameters,
        targets: { [target.key]: target.name },
        ...(startAfter === undefined ? {} : { startAfter }),
      },
    ]),
  ),
  stopConditions: stopAlarms.map((value) => ({ source: "aws:cloudwatch:alarm", value })),
  roleArn,
  logConfiguration: { logSchemaVersion: 2, cloudWatchLogsConfiguration: { logGroupArn } },
  experimentOptions: { accountTargeting: "single-account", emptyTargetResolutionMode },
  tags: { Name: name, environment },
});
