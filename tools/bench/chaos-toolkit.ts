// Chaos Toolkit with its Toxiproxy extension, from PyPI, in a folder of its own: the peer that the bench runs for real.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "../programs/cache.ts";

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

export interface Experiment {
  readonly api: string;
  readonly proxy: string;
  readonly toxic: string;
  readonly latency: number;
  /** Seconds that the toxic is to stay in. */
  readonly seconds: number;
}

/** Starts an experiment: a latency toxic in, a pause, the toxic out again by the rollback. */
export async function startExperiment(chaos: string, folder: string, { api, proxy, toxic, latency, seconds }: Experiment): Promise<ChildProcess> {
  const { hostname, port } = new URL(api);
  const act = (func: string, parameters: object) => ({ type: "python", module: "chaostoxi.toxic.actions", func, arguments: parameters });
  const experiment = {
    title: toxic,
    description: "A slow link",
    configuration: { toxiproxy_host: hostname, toxiproxy_port: Number(port) },
    method: [
      {
        type: "action",
        name: "in",
        provider: act("create_latency_toxic", { for_proxy: proxy, toxic_name: toxic, latency }),
        pauses: { after: seconds },
      },
    ],
    rollbacks: [{ type: "action", name: "out", provider: act("delete_toxic", { for_proxy: proxy, toxic_name: toxic }) }],
  };
  const path = join(folder, `${toxic}.json`);
  await writeFile(path, JSON.stringify(experiment));
  return spawn(chaos, ["--no-version-check", "run", "--rollback-strategy", "always", "--journal-path", join(folder, `${toxic}-journal.json`), path], {
    cwd: folder,
    stdio: "ignore",
  });
}
