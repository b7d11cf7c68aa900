// Runs a Pulumi program with every resource recorded and nothing created: no engine, no provider, no credentials, no network.
import { runInPulumiStack } from "@pulumi/pulumi/runtime/stack.js";
import { awaitFeatureSupport, disconnect, setMockOptions } from "@pulumi/pulumi/runtime/settings.js";
import { regionOf } from "../../estate/region-of.ts";
import { estateVersion, unknownValue, type Estate } from "../../estate/resource.ts";
import { factsOf } from "../../estate/types/table.ts";
import { RecordingMonitor } from "./monitor.ts";

export interface Recording {
  readonly environment: string;
  /** Names of the regions, primary first. */
  readonly regions: readonly string[];
  /** True: as in a first preview, where everything that a cloud decides is unknown. False: with made-up values in its place. */
  readonly preview?: boolean;
}

/** Rejects with what the program throws. One at a time in a process: Pulumi's runtime is one to a process. */
export async function record(
  program: () => Record<string, unknown> | Promise<Record<string, unknown>>,
  { environment, regions, preview = true }: Recording,
): Promise<Estate> {
  const monitor = new RecordingMonitor(({ name, type, inputs }) => ({
    id: preview ? undefined : `${name}-id`,
    state: preview ? withUndecided(type, inputs) : { ...inputs },
  }));
  setMockOptions(monitor, "proving-ground", environment, preview);
  await awaitFeatureSupport();
  // The SDK takes a stack for every promise, a third of a recording's time. Whoever looks for a mistake in a program sets GAMEDAY_STACKS to have them.
  const frames = Error.stackTraceLimit;
  if (process.env["GAMEDAY_STACKS"] === undefined) Error.stackTraceLimit = 0;
  // Kept and thrown here: inside its stack Pulumi would make several unhandled rejections of one failure.
  let failure: { readonly cause: unknown } | undefined;
  await runInPulumiStack(async () => {
    try {
      return await program();
    } catch (cause) {
      failure = { cause };
      return {};
    }
  });
  await disconnect();
  Error.stackTraceLimit = frames;
  if (failure !== undefined) throw failure.cause;
  const stack = monitor.registered.find(({ type }) => type === "pulumi:pulumi:Stack");
  const resources = monitor.registered.filter((resource) => resource !== stack);
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  return {
    schema: estateVersion,
    environment,
    regions: [...regions],
    resources: resources.map((resource) => ({
      ...resource,
      parent: resource.parent === stack?.urn ? null : resource.parent,
      region: regionOf(resource, byUrn, regions),
    })),
    outputs: monitor.outputs.get(stack?.urn ?? "") ?? {},
  };
}

/** What a cloud adds inside a block that the program gave is unknown in a preview, though the block is known. */
function withUndecided(type: string, inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const state: Record<string, unknown> = { ...inputs };
  for (const path of factsOf(type)?.computed ?? []) {
    const [block = "", key, ...deeper] = path.split(".");
    const given = state[block];
    if (key === undefined || deeper.length > 0 || typeof given !== "object" || given === null || Array.isArray(given) || key in given) continue;
    state[block] = { ...given, [key]: unknownValue };
  }
  return state;
}
