// Small real servers for tests of what looks and what injects: HTTP, Toxiproxy, Redis.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { createConnection, createServer as createTcpServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { ensurePrograms } from "../../../tools/programs/ensure.ts";

export interface Running {
  readonly port: number;
  readonly url: string;
  readonly pid: number;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = addressOf(server.address());
  server.close();
  await once(server, "close");
  return port;
}

export async function serveHttp(listener: RequestListener): Promise<Omit<Running, "pid">> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = addressOf(server.address());
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Another process that answers every GET with its pid. */
export async function startHttpProcess(): Promise<Running> {
  const port = await freePort();
  const program = `require("node:http").createServer((_, response) => response.end(String(process.pid))).listen(${port}, "127.0.0.1")`;
  return started(process.execPath, ["-e", program], port, {}, async () => (await fetch(`http://127.0.0.1:${port}`)).ok);
}

export async function startToxiproxy(): Promise<Running> {
  const { toxiproxy } = await ensurePrograms(["toxiproxy"], () => undefined);
  const port = await freePort();
  return started(
    toxiproxy.path,
    ["-host", "127.0.0.1", "-port", String(port)],
    port,
    toxiproxy.environment,
    async () => (await fetch(`http://127.0.0.1:${port}/version`)).ok,
  );
}

/** Resolves with the port that leads to `upstream` from then on. */
export async function createProxy({ url }: Pick<Running, "url">, name: string, upstream: number): Promise<number> {
  const port = await freePort();
  const body = JSON.stringify({ name, listen: `127.0.0.1:${port}`, upstream: `127.0.0.1:${upstream}`, enabled: true });
  const response = await fetch(`${url}/proxies`, { method: "POST", body });
  if (!response.ok) throw new Error(`Toxiproxy made no proxy: ${await response.text()}`);
  return port;
}

export async function startRedis(...settings: readonly string[]): Promise<Running> {
  const { redis } = await ensurePrograms(["redis"], () => undefined);
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "redis-"));
  const common = [
    "--port",
    String(port),
    "--bind",
    "127.0.0.1",
    "--save",
    "",
    "--appendonly",
    "no",
    "--dir",
    folder,
    "--repl-diskless-sync-delay",
    "0",
  ];
  const server = await started(redis.path, [...common, ...settings], port, redis.environment, () => connects(port));
  return {
    ...server,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function started(
  command: string,
  parameters: readonly string[],
  port: number,
  environment: Readonly<Record<string, string>>,
  ready: () => Promise<boolean>,
): Promise<Running> {
  const child = spawn(command, parameters, { stdio: "ignore", env: { ...process.env, ...environment } });
  const ended = once(child, "exit");
  if (child.pid === undefined) throw new Error(`${command} cannot be started`);
  // Where the test itself is killed, its end of this input closes without a line.
  const keeper = spawn("/bin/sh", ["-c", `read -r _ || kill -9 ${child.pid}`], { stdio: ["pipe", "ignore", "ignore"], detached: true });
  keeper.unref();
  const end = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
    keeper.stdin.end("\n");
  };
  try {
    await vi.waitFor(async () => {
      if (!(await ready())) throw new Error(`${command} is not ready on port ${port}`);
    }, 15_000);
  } catch (error) {
    await end();
    throw error;
  }
  return { port, url: `http://127.0.0.1:${port}`, pid: child.pid, [Symbol.asyncDispose]: end };
}

async function connects(port: number): Promise<boolean> {
  const socket = createConnection({ host: "127.0.0.1", port });
  const connected = await Promise.race([once(socket, "connect").then(() => true), once(socket, "error").then(() => false)]).catch(() => false);
  socket.destroy();
  return connected;
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address;
}
