// Chaos Toolkit with its Toxiproxy extension, from PyPI, in a folder of its own: the peer that the bench runs for real.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { cacheFolder } from "../../programs/cache.ts";

const run = promisify(execFile);
const packages = ["chaostoolkit==1.19.0", "chaostoolkit-toxiproxy==0.3.1"];

/** Resolves with the path of `chaos`. Needs python3 with venv, and PyPI, the first time. */
export async function installChaosToolkit(say: (text: string) => void): Promise<string> {
  const folder = join(cacheFolder(), "chaostoolkit-1.19.0");
  const chaos = join(folder, "bin", "chaos");
  if (existsSync(chaos)) return chaos;
  say(`Installing ${packages.join(" and ")} …`);
  await run("python3", ["-m", "venv", folder]);
  await run(join(folder, "bin", "pip"), ["install", "--quiet", ...packages]);
  return chaos;
}

/** `pause`: seconds afterwards. */
export interface Activity {
  readonly name: string;
  readonly provider: object;
  readonly pause?: number;
}

export interface Experiment {
  readonly title: string;
  /** Toxiproxy's. */
  readonly api: string;
  readonly method: readonly Activity[];
  readonly rollbacks: readonly Activity[];
  /** A URL that answers 200 while the system is in its steady state; looked at again and again, four times a second. */
  readonly steady?: string;
}

/** A function of the Toxiproxy extension. */
export const toxic = (name: string, func: string, parameters: object, pause = 0): Activity => ({
  name,
  provider: { type: "python", module: "chaostoxi.toxic.actions", func, arguments: parameters },
  pause,
});

export const command = (name: string, path: string, parameters: string, pause = 0): Activity => ({
  name,
  provider: { type: "process", path, arguments: parameters },
  pause,
});

const journalPath = (folder: string, title: string): string => join(folder, `${title}-journal.json`);

export async function startExperiment(chaos: string, folder: string, { title, api, method, rollbacks, steady }: Experiment): Promise<ChildProcess> {
  const { hostname, port } = new URL(api);
  const action = ({ name, provider, pause = 0 }: Activity) => ({
    type: "action",
    name,
    provider,
    ...(pause > 0 ? { pauses: { after: pause } } : {}),
  });
  const probe = { type: "probe", name: "steady", tolerance: 200, provider: { type: "http", url: steady, timeout: 2 } };
  const experiment = {
    title,
    description: "A fault and its undo",
    configuration: { toxiproxy_host: hostname, toxiproxy_port: Number(port) },
    ...(steady === undefined ? {} : { "steady-state-hypothesis": { title: "few requests fail", probes: [probe] } }),
    method: method.map(action),
    rollbacks: rollbacks.map(action),
  };
  const path = join(folder, `${title}.json`);
  await writeFile(path, JSON.stringify(experiment));
  const continuously = ["--hypothesis-strategy", "continuously", "--hypothesis-frequency", "0.25", "--fail-fast"];
  const words = ["--no-version-check", "--log-file", join(folder, `${title}.log`), "run", "--rollback-strategy", "always"];
  const watched = steady === undefined ? [] : continuously;
  return spawn(chaos, [...words, ...watched, "--journal-path", journalPath(folder, title), path], { cwd: folder, stdio: "ignore" });
}

const activity = z.object({ activity: z.object({ name: z.string() }), status: z.string(), start: z.string(), end: z.string(), duration: z.number() });
const state = z.object({ steady_state_met: z.boolean(), probes: z.array(activity) });
const journalSchema = z.object({
  status: z.string(),
  run: z.array(activity),
  rollbacks: z.array(activity),
  steady_states: z.object({ during: z.array(state).nullish() }).nullish(),
});

/** What it wrote of an experiment that has ended; durations in seconds. */
export async function experimentJournal(folder: string, title: string): Promise<z.output<typeof journalSchema>> {
  return journalSchema.parse(JSON.parse(await readFile(journalPath(folder, title), "utf8")));
}
