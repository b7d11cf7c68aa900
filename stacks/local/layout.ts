// Where things lie in the stack's folder. Everything of a stack is below it, so that removing the folder removes the stack.
import { join } from "node:path";
import { failedLogsSuffix } from "../../model/protocol/stack.ts";

export const layout = (folder: string) => ({
  folder,
  record: join(folder, "stack.json"),
  supervisor: join(folder, "supervisor.json"),
  outputs: join(folder, "outputs.json"),
  logs: join(folder, "logs"),
  failedLogs: `${folder}${failedLogsSuffix}`,
  log: (id: string) => join(folder, "logs", `${flat(id)}.log`),
  configuration: (id: string) => join(folder, "configuration", `${flat(id)}.json`),
  processes: join(folder, "processes"),
  pid: (id: string) => join(folder, "processes", `${flat(id)}.json`),
  holds: join(folder, "holds"),
  /** While it exists the process is not started. */
  hold: (id: string) => join(folder, "holds", flat(id)),
  holdRegion: (region: string) => join(folder, "holds", `region-${region}`),
  postgres: (region: string) => join(folder, "data", region, "postgres"),
  redis: (region: string) => join(folder, "data", region, "redis"),
  sentinel: (region: string) => join(folder, "data", region, "sentinel"),
  agentState: (region: string) => join(folder, "data", region, "agent.json"),
  archive: join(folder, "archive"),
  drill: join(folder, "drill"),
  scratch: join(folder, "scratch"),
  secret: (name: string) => join(folder, "secrets", name),
});
export type Layout = ReturnType<typeof layout>;

const flat = (id: string): string => id.replaceAll("/", "_");
