// Moving the Postgres primary back to its home region. A step of its own: never done by itself.
import { setTimeout as sleep } from "node:timers/promises";
import { primaryRegion, type Addresses } from "../topology.ts";
import { statusOfAgents } from "./look.ts";

const largestLagMilliseconds = 1_000;
const limitMilliseconds = 30_000;

/** Resolves with who leads. Rejects if the home region's standby is not close enough, or leadership does not move in time. */
export async function failBack(addresses: Addresses): Promise<{ primary: string }> {
  const agents = await statusOfAgents(addresses);
  const leader = agents.find(({ leader: known, region }) => known === region);
  if (leader === undefined) throw new Error("no region leads now: wait until one does");
  if (leader.region === primaryRegion) return { primary: primaryRegion };
  const home = agents.find(({ region }) => region === primaryRegion);
  const close = home?.server?.streaming === true && (home.server.lagMilliseconds ?? 0) < largestLagMilliseconds;
  if (!close) throw new Error(`${primaryRegion} is not a streaming standby with less than 1 s of lag: nothing was changed`);
  await ask(addresses, leader.region, "/step-down");
  await ask(addresses, primaryRegion, "/stand");
  const deadline = Date.now() + limitMilliseconds;
  while (Date.now() < deadline) {
    const now = (await statusOfAgents(addresses)).find(({ region }) => region === primaryRegion);
    if (now?.leader === primaryRegion && now.server?.primary === true) return { primary: primaryRegion };
    await sleep(200);
  }
  throw new Error(`leadership did not come back to ${primaryRegion} within ${limitMilliseconds / 1_000} s`);
}

async function ask(addresses: Addresses, region: string, path: string): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${addresses.direct(`${region}/agent`)}${path}`, {
    method: "POST",
    signal: AbortSignal.timeout(3_000),
  });
  if (!response.ok) throw new Error(`the agent of ${region} refused ${path}: ${response.status}`);
}
