// Ports of 127.0.0.1 that nobody listens on, and that the kernel does not hand out to outgoing connections: a proxy that is closed for a while, or a
// server that is started again, must find its port free.
import { randomInt } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";

const lowest = 10_240;
/** Linux' own default, for where /proc does not tell. */
const usualEphemeral = 32_768;

/** `count` different ports. Another program can still take one before it is used: the start then fails and says which. */
export async function freePorts(count: number): Promise<number[]> {
  const above = await firstEphemeral();
  const found = new Set<number>();
  for (let tries = 0; found.size < count; tries += 1) {
    if (tries > count * 50) throw new Error(`no ${count} free ports between ${lowest} and ${above}: only ${found.size} were found`);
    const port = randomInt(lowest, above);
    if (!found.has(port) && (await isFree(port))) found.add(port);
  }
  return [...found];
}

async function firstEphemeral(): Promise<number> {
  const range = await readFile("/proc/sys/net/ipv4/ip_local_port_range", "utf8").catch(() => "");
  const first = Number.parseInt(range, 10);
  return first > lowest + 2_000 ? first : usualEphemeral;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
