// The server that is primary at that moment, killed and held down: Postgres or Redis.
import { expectation } from "../../expectations.ts";
import { rendered, unsupported, type FaultOf, type Rendered } from "../../fault-kind.ts";
import type { Connection, Observation } from "../../../model/fault/observation.ts";
import type { Outputs } from "../../../model/outputs.ts";
import { seconds } from "../../../model/units.ts";
import { onCluster } from "../cluster/on-cluster.ts";
import { renderPrimaryPodLoss } from "../cluster/pod-primary-loss.ts";

type Candidate = Connection & { readonly region?: string | undefined; readonly process?: string | undefined };

export const postgresPrimaryLoss: FaultOf<"postgres-primary-loss"> = {
  kind: "postgres-primary-loss",
  title: "Postgres primary loss",
  description: "The Postgres server that is primary at that moment is killed and held down. On a cluster: its pod is deleted.",
  undo: "The hold is released; the server comes back as a standby of whoever leads now.",
  render: (_, { outputs, facts, ...context }) =>
    onCluster(outputs, "processes")
      ? renderPrimaryPodLoss("postgres", facts.postgresPrimary, { outputs, facts, ...context })
      : renderLoss("Postgres", facts.postgresPrimary, outputs.postgres?.candidates, outputs, ({ host, port, user, passwordFile, database }) => ({
          kind: "postgres",
          host,
          port,
          user,
          passwordFile,
          database,
          query: "select true",
          timeout: seconds(1),
        })),
};

export const redisPrimaryLoss: FaultOf<"redis-primary-loss"> = {
  kind: "redis-primary-loss",
  title: "Redis primary loss",
  description: "The Redis server that is primary at that moment is killed and held down. On a cluster: its pod is deleted.",
  undo: "The hold is released; Sentinel makes the server a replica of the new primary.",
  render: (_, { outputs, facts, ...context }) =>
    onCluster(outputs, "processes")
      ? renderPrimaryPodLoss("redis", facts.redisPrimary, { outputs, facts, ...context })
      : renderLoss("Redis", facts.redisPrimary, outputs.redis?.candidates, outputs, ({ host, port, user, passwordFile }) => ({
          kind: "redis",
          host,
          port,
          user,
          passwordFile,
          timeout: seconds(1),
        })),
};

function renderLoss(
  what: string,
  primary: string | null,
  candidates: readonly Candidate[] | undefined,
  outputs: Outputs,
  look: (candidate: Candidate) => Observation,
): Rendered {
  if (candidates === undefined) return unsupported(`the stack publishes no ${what} candidates`);
  if (primary === null) return unsupported(`no ${what} primary can be found now`);
  const candidate = candidates.find(({ region, process }) => region === primary || process === primary);
  const handle = outputs.processes.find(({ id }) => id === candidate?.process);
  if (candidate === undefined || handle?.hold === undefined) return unsupported(`the ${what} primary ${primary} has no process handle with a hold`);
  if (!handle.restarted) return unsupported(`nothing restarts ${handle.id}: its outputs must say restarted: true, or it would stay dead`);
  return rendered({
    engine: "process",
    targets: [handle.id],
    ...(candidate.region === undefined ? {} : { region: candidate.region }),
    inject: [
      { kind: "hold", file: handle.hold },
      { kind: "signal", process: { pidFile: handle.pidFile, children: handle.children }, signal: "SIGKILL" },
    ],
    undo: [{ kind: "release", file: handle.hold }],
    effect: [expectation(`${handle.id} answers nothing`, look(candidate), { is: false })],
    healed: [
      expectation(`${handle.id} answers`, look(candidate)),
      ...(handle.ready === undefined ? [] : [expectation(`${handle.id} serves`, handle.ready)]),
      ...outputs.redundancy,
    ],
  });
}
