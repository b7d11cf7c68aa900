// Ports of 127.0.0.1 for one stack: a block that no other stack has while this process lives, below the ports that the kernel hands out to outgoing
// connections. A proxy that is closed for a while, or a server that is started again, must find its port free.
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";

const lowest = 10_240;
const blockSize = 128;
/** Linux' own default, for where /proc does not tell. */
const usualEphemeral = 32_768;

/** `count` different ports. Programs that are no stacks can still take one before it is used: the start then fails and says which. */
export async function claimPorts(count: number): Promise<number[]> {
  const blocks = Math.floor(((await firstEphemeral()) - lowest) / blockSize);
  const first = randomInt(blocks);
  for (let index = 0; index < blocks; index += 1) {
    const base = lowest + ((first + index) % blocks) * blockSize;
    const ports = await claimBlock(base, count);
    if (ports !== null) return ports;
  }
  throw new Error(`no block of ports with ${count} free ones between ${lowest} and ${lowest + blocks * blockSize}`);
}

/** The block's first port is its claim: it stays taken until this process ends, however that happens. Null where the block will not do. */
async function claimBlock(base: number, count: number): Promise<number[] | null> {
  const claim = createServer((socket) => socket.destroy()).unref();
  try {
    await once(claim.listen(base, "127.0.0.1"), "listening");
  } catch {
    return null;
  }
  const usable: number[] = [];
  for (let port = base + 1; port < base + blockSize && usable.length < count; port += 1) if (await isFree(port)) usable.push(port);
  if (usable.length === count) return usable;
  claim.close();
  return null;
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
