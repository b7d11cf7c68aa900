// The reaper: a program in the cluster that heals what runs left whose controller is gone. It knows nothing of plans; labels and Leases tell it all.
import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { realClock } from "../adapters/machine/clock.ts";
import { clusterOf } from "../adapters/cluster/clusters.ts";
import { reap, type Sightings } from "../adapters/cluster/heal/reap.ts";
import { readConfiguration } from "./configuration.ts";

const { name, limitSeconds, lookMilliseconds, aliveFile, places } = readConfiguration(process.env);
const ending = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => ending.abort());

const say = (told: object): void => void process.stdout.write(`${JSON.stringify({ at: new Date(realClock.now()).toISOString(), ...told })}\n`);
const beatMilliseconds = 5_000;
// Healing may take minutes: what shows that it lives is that this goes on meanwhile.
if (aliveFile !== undefined) {
  await writeFile(aliveFile, "");
  setInterval(() => void writeFile(aliveFile, "").catch(() => undefined), beatMilliseconds);
}
const sightings: Sightings = new Map();
say({ told: "looking", ...places });
// A look that fails is told and made anew: an API server that is away comes back.
for (let failing = false; !ending.signal.aborted;) {
  try {
    const { api } = await clusterOf({});
    for (const { run, reason, ok, parts } of await reap({ api, places, name, limitSeconds }, sightings))
      say({ told: "healed", run, reason, ok, parts });
    failing = false;
  } catch (error) {
    if (!failing) say({ told: "cannot look", why: error instanceof Error ? error.message : String(error) });
    failing = true;
  }
  await sleep(lookMilliseconds, undefined, { signal: ending.signal }).catch(() => undefined);
}
process.exit(0);
