// From an empty folder to a stack that has taken its first write, part by part, as much as possible at the same time.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { Client } from "pg";
import type { Outputs } from "../../../model/outputs.ts";
import { headers } from "../../../model/protocol/api.ts";
import { hand } from "../postgres/binaries.ts";
import { initialisePostgres } from "../postgres/initialise.ts";
import { programsBeside } from "../postgres/binaries.ts";
import { database, superuser } from "../postgres/settings.ts";
import { populate } from "../network/toxiproxy.ts";
import { publish } from "../outputs.ts";
import { primaryRegion, regions, workloadsOfRegion } from "../topology.ts";
import { readIntegritySql } from "./integrity-sql.ts";
import { isReady, redisInfo, statusOfAgents } from "./look.ts";
import { serveControl } from "./control.ts";
import { agentPlan, entryPlan, redisPlans, toxiproxyPlan, workloadPlans, type Setting } from "./process-plans.ts";
import { Supervised, type ProcessPlan } from "./supervised.ts";
import { createUntil, lastWords, together, type Until } from "./until.ts";

const drillProgram = fileURLToPath(new URL("../postgres/restore-drill.ts", import.meta.url));

export async function bringUp(
  setting: Setting,
  processes: Map<string, Supervised>,
  partReady: (part: string, from: number) => void,
): Promise<Outputs> {
  const { at, addresses, programs } = setting;
  const timed = async (part: string, work: () => Promise<unknown>): Promise<void> => {
    const from = Date.now();
    await work();
    partReady(part, from);
  };
  const until = createUntil(processes, setting.stop);
  const start = (plan: ProcessPlan): void => {
    setting.stop.throwIfAborted();
    const supervised = new Supervised(plan);
    processes.set(plan.id, supervised);
    supervised.start();
  };
  await serveControl(addresses, processes);
  const hasScratch = await mountScratch(at.scratch);

  const toxiproxy = `http://127.0.0.1:${addresses.direct("toxiproxy")}`;
  await timed("Toxiproxy, a proxy on every hop", async () => {
    start({ ...toxiproxyPlan(setting), onRestart: () => populate(toxiproxy, addresses) });
    await populate(toxiproxy, addresses);
  });
  await together([
    timed("Postgres, one primary and two standbys", async () => {
      await initialisePostgres(programsBeside(programs.postgres.path), at, addresses, setting.stop);
      for (const region of regions) start(await agentPlan(region, setting));
      await until("Postgres is whole", async () => {
        await refuseTakenPorts(setting);
        const agents = await statusOfAgents(addresses);
        const leads = agents.some(({ region, leader, server }) => region === primaryRegion && leader === region && server?.primary === true);
        return leads && agents.filter(({ server }) => server?.streaming === true).length === 2;
      });
    }),
    timed("Redis, one primary, two replicas, three Sentinels", async () => {
      for (const region of regions) for (const plan of await redisPlans(region, setting)) start(plan);
      await until("Redis has two replicas", async () => /connected_slaves:2/.test(await redisInfo(addresses.direct(`${primaryRegion}/redis`))));
    }),
    timed("services of three regions", async () => {
      for (const region of regions) for (const plan of await workloadPlans(region, setting)) start(plan);
      start(await entryPlan(setting));
      for (const region of regions)
        for (const service of workloadsOfRegion)
          await until(`${region}/${service} listens`, () => isReady(addresses.direct(`${region}/${service}`), "/healthz"));
    }),
  ]);
  await timed("every region ready, first write accepted", async () => {
    for (const region of regions) await until(`the edge of ${region} is ready`, () => isReady(addresses.direct(`${region}/edge`)));
    if (setting.defect !== "empty-body") await firstWrite(setting, until);
  });
  return publish({
    at,
    addresses,
    integrity: await readIntegritySql(),
    hasScratch,
    drill: [process.execPath, drillProgram, "--folder", at.folder, "--postgres", programs.postgres.path],
  });
}

/** An agent goes on trying to start its server; that its port is taken will not change by that. */
async function refuseTakenPorts({ at, addresses }: Setting): Promise<void> {
  for (const region of regions) {
    const words = await lastWords(at.log(`${region}/postgres`));
    if (/address already in use/i.test(words))
      throw new Error(`Postgres of ${region} cannot listen on port ${addresses.direct(`${region}/postgres`)}: address already in use`);
  }
}

async function firstWrite({ at, addresses }: Setting, until: Until): Promise<void> {
  const key = await readFile(at.secret("api-key"), "utf8");
  const idempotencyKey = randomUUID();
  await until("a first write is accepted", async () => {
    try {
      const response = await fetch(`http://127.0.0.1:${addresses.direct("entry")}/v1/consultations`, {
        method: "POST",
        headers: { "content-type": "application/json", [headers.apiKey]: key, [headers.clientRegion]: primaryRegion },
        body: JSON.stringify({ question: "Is anybody there?", idempotencyKey }),
        signal: AbortSignal.timeout(5_000),
      });
      await response.body?.cancel();
      return response.status === 201;
    } catch {
      return false;
    }
  });
  await checkStored({ at, addresses }, idempotencyKey);
}

/** The stack's own word is not enough: the row is looked up in the primary. */
async function checkStored({ at, addresses }: Pick<Setting, "at" | "addresses">, idempotencyKey: string): Promise<void> {
  const client = new Client({
    host: "127.0.0.1",
    port: addresses.direct(`${primaryRegion}/postgres`),
    user: superuser,
    password: await readFile(at.secret("postgres"), "utf8"),
    database,
  });
  await client.connect();
  const { rowCount } = await client.query("select from consultations where idempotency_key = $1", [idempotencyKey]);
  await client.end();
  if (rowCount !== 1) throw new Error("the first write was accepted but is not in the primary");
}

/** A file system of its own that may be filled: a tmpfs, as root; without root there is none. */
async function mountScratch(path: string): Promise<boolean> {
  if (userInfo().uid !== 0) return false;
  try {
    await promisify(execFile)("mount", ["-t", "tmpfs", "-o", "size=64m,mode=0755", "proving-ground", path]);
    await hand(path);
    return true;
  } catch {
    return false; // A container without the right to mount: the stack then publishes no disk.
  }
}
