// What became of the runners, by their pods' own container statuses: the operator counts a runner that failed as finished.
import { z } from "zod";
import { metadataSchema } from "../cluster/api/objects.ts";

const stateSchema = z.looseObject({
  waiting: z.looseObject({ reason: z.string().default(""), message: z.string().default("") }).nullish(),
  running: z.unknown().nullish(),
  terminated: z.looseObject({ exitCode: z.number(), reason: z.string().default(""), signal: z.number().nullish() }).nullish(),
});
export const runnerPodSchema = z.looseObject({
  metadata: metadataSchema,
  status: z
    .looseObject({
      phase: z.string().default("Pending"),
      reason: z.string().default(""),
      message: z.string().default(""),
      conditions: z.array(z.looseObject({ type: z.string(), status: z.string(), message: z.string().default("") })).nullish(),
      containerStatuses: z.array(z.looseObject({ name: z.string(), state: stateSchema.nullish() })).nullish(),
    })
    .optional(),
});
export type RunnerPod = z.output<typeof runnerPodSchema>;

export type RunnerState =
  | { readonly kind: "waiting"; readonly why: string; readonly hopeless: boolean }
  | { readonly kind: "running" }
  | { readonly kind: "ended"; readonly exitCode: number; readonly how: string };

/** The operator's own name for the runner's container. */
export const runnerContainer = "k6";
const hopelessReasons = new Set(["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "CreateContainerConfigError", "CreateContainerError"]);
const killed = 137;

/** "ended" with another code than 0 is a dead runner, also where its node or the pod itself is gone before it could say so. */
export function stateOf({ metadata, status }: RunnerPod): RunnerState {
  const name = metadata.name;
  const state = status?.containerStatuses?.find((container) => container.name === runnerContainer)?.state;
  const ended = state?.terminated ?? null;
  if (ended !== null) {
    const code = ended.exitCode;
    const oom = ended.reason === "OOMKilled";
    const how = oom
      ? `${name} was killed because it needed more memory than its limit (OOMKilled, exit code ${code})`
      : `${name} ended with exit code ${code}${code === killed ? " (SIGKILL)" : ""}${ended.reason === "" || ended.reason === "Error" ? "" : `: ${ended.reason}`}`;
    return { kind: "ended", exitCode: oom && code === 0 ? killed : code, how: code === 0 && !oom ? "" : how };
  }
  if (status?.phase === "Failed")
    return { kind: "ended", exitCode: killed, how: `${name} failed: ${[status.reason, status.message].filter((text) => text !== "").join(", ")}` };
  if (state?.running !== undefined && state.running !== null) return { kind: "running" };
  const waiting = state?.waiting ?? null;
  const unplaced = status?.conditions?.find(({ type, status: is }) => type === "PodScheduled" && is === "False");
  const why = waiting === null ? (unplaced?.message ?? "it was not begun yet") : `${waiting.reason} ${waiting.message}`.trim();
  return { kind: "waiting", why: `${name}: ${why}`, hopeless: waiting !== null && hopelessReasons.has(waiting.reason) };
}

/** "<TestRun>-<n>-<random>", the name of a Job's pod. */
export function runnerNumber(testRun: string, { metadata }: RunnerPod): number | null {
  const number = metadata.labels["job-name"]?.slice(testRun.length + 1) ?? "";
  return /^\d+$/.test(number) ? Number(number) : null;
}
