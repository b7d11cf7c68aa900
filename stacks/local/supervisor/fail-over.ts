// Moving the Postgres primary to another region by hand, or back home. When a region is lost the agents do it themselves.
import { setTimeout as sleep } from "node:timers/promises";
import { regions, type Addresses } from "../topology.ts";
import { statusOfAgents } from "./look.ts";

const largestLagMilliseconds = 1_000;
const limitMilliseconds = 30_000;

/** Resolves with who leads. Rejects if there is no such region, its standby is not close enough, or leadership does not move in time. */
export async function failOver(addresses: Addresses, to: string): Promise<{ primary: string }> {
  if (!regions.some((region) => region === to)) throw new Error(`there is no region ${to}: use one of ${regions.join(", ")}`);
  const agents = await statusOfAgents(addresses);
  const leader = agents.find(({ leader: known, region }) => known === region);
  if (leader === undefined) throw new Error("no region leads now: wait until one does");
  if (leader.region === to) return { primary: to };
  const next = agents.find(({ region }) => region === to);
  const close = next?.server?.streaming === true && (next.server.lagMilliseconds ?? 0) < largestLagMilliseconds;
  if (!close) throw new Error(`${to} is not a streaming standby with less than 1 s of lag: nothing was changed`);
  await ask(addresses, leader.region, "/step-down");
  await ask(addresses, to, "/stand");
  const deadline = Date.now() + limitMilliseconds;
  while (Date.now() < deadline) {
    const now = (await statusOfAgents(addresses)).find(({ region }) => region === to);
    if (now?.leader === to && now.server?.primary === true) return { primary: to };
    await sleep(200);
  }
  throw new Error(`leadership did not come to ${to} within ${limitMilliseconds / 1_000} s`);
}

async function ask(addresses: Addresses, region: string, path: string): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${addresses.direct(`${region}/agent`)}${path}`, {
    method: "POST",
    signal: AbortSignal.timeout(3_000),
  });
  if (!response.ok) throw new Error(`the agent of ${region} refused ${path}: ${response.status}`);
}
