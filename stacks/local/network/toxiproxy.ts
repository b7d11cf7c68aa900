// The proxies between all parts, and the distance between regions on them.
import { setTimeout as sleep } from "node:timers/promises";
import { hops, type Addresses, type Hop } from "../topology.ts";

const apiLimitMilliseconds = 5_000;

/** Waits until Toxiproxy answers, then creates every proxy with its standing delays. May be repeated: after a restart nothing is left in it. */
export async function populate(api: string, addresses: Addresses): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await answers(api))) {
    if (Date.now() > deadline) throw new Error(`Toxiproxy does not answer on ${api}`);
    await sleep(50);
  }
  const proxies = hops.map(({ name, upstream }) => ({
    name,
    listen: `127.0.0.1:${addresses.proxied(name)}`,
    upstream: `127.0.0.1:${addresses.direct(upstream)}`,
    enabled: true,
  }));
  await call(`${api}/populate`, proxies);
  await Promise.all(hops.filter(({ distance }) => distance > 0).map((hop) => addDistance(api, hop)));
}

/** Half of the round trip in each direction. */
async function addDistance(api: string, { name, distance }: Hop): Promise<void> {
  for (const stream of ["upstream", "downstream"] as const) {
    await call(`${api}/proxies/${encodeURIComponent(name)}/toxics`, {
      name: stream === "upstream" ? "distance-up" : "distance-down",
      type: "latency",
      stream,
      attributes: { latency: Math.round(distance / 2), jitter: 0 },
    });
  }
}

async function answers(api: string): Promise<boolean> {
  try {
    return (await fetch(`${api}/version`, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}

async function call(url: string, body: unknown): Promise<void> {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body), signal: AbortSignal.timeout(apiLimitMilliseconds) });
  if (!response.ok && response.status !== 409) throw new Error(`Toxiproxy refused ${url}: ${response.status} ${reasonOf(await response.text())}`);
  await response.body?.cancel();
}

/** Its answer lists every proxy behind the reason. */
function reasonOf(body: string): string {
  return /"error":"([^"]*)"/.exec(body)?.[1] ?? body.slice(0, 300);
}
