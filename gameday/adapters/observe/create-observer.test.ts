// Looks at small real servers, at ports where nobody listens, and at what cannot be looked at.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { observationSchema } from "../../../model/fault/observation.ts";
import { processState } from "../machine/process-handle.ts";
import { freePort, serveHttp, startRedis, type Running } from "../testing/servers.ts";
import { createObserver } from "./create-observer.ts";

const observer = createObserver();
/** As it is written in outputs: defaults are filled in. */
const look = (observation: unknown) => observer.look(observationSchema.parse(observation));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "looks-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("http", () => {
  const never = new Set<unknown>();
  let server: Awaited<ReturnType<typeof serveHttp>>;
  beforeAll(async () => {
    server = await serveHttp((request, response) => {
      if (request.url === "/never") return void never.add(response);
      if (request.url === "/cut") return void request.socket.destroy();
      if (request.url === "/key") return void response.writeHead(request.headers["x-api-key"] === "secret" ? 204 : 401).end();
      let body = "";
      request.setEncoding("utf8").on("data", (part: string) => (body += part));
      request.on("end", () =>
        response.writeHead(request.url === "/teapot" ? 418 : 200).end(`${request.method} ${request.headers["content-type"]} ${body}`),
      );
    });
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const at = (path: string, more: object = {}) => look({ kind: "http", url: `${server.url}${path}`, ...more });

  test("a good answer is true, and its value is how long it took", async () => {
    const seen = await at("/");
    expect(seen).toMatchObject({ held: true });
    expect(seen.value).toBeGreaterThan(0);
  });

  test("a limit may be any number of seconds: those of a slow link are no whole milliseconds", async () => {
    expect(await at("/", { timeout: 2.236 })).toMatchObject({ held: true });
    expect(await at("/never", { timeout: 0.2236 })).toMatchObject({ held: false });
  });

  test("a status outside of 200 to 299 is false, unless it is one that is asked for", async () => {
    expect(await at("/teapot")).toMatchObject({ held: false, detail: `${server.url}/teapot answered 418` });
    expect(await at("/teapot", { status: [418] })).toMatchObject({ held: true });
    expect(await at("/", { status: [418] })).toMatchObject({ held: false });
  });

  test("the body is sent as JSON and the answer must contain what is asked for", async () => {
    const post = { method: "POST", body: { question: "well?" } };
    expect(await at("/", { ...post, contains: 'POST application/json {"question":"well?"}' })).toMatchObject({ held: true });
    expect(await at("/", { ...post, contains: "GET" })).toMatchObject({ held: false });
  });

  test("a key is read from its file at each look; without the file nothing can be said", async () => {
    const apiKeyFile = join(folder, "key");
    expect(await at("/key", { apiKeyFile })).toMatchObject({ held: null });
    await writeFile(apiKeyFile, "wrong\n");
    expect(await at("/key", { apiKeyFile })).toMatchObject({ held: false });
    await writeFile(apiKeyFile, "secret\n");
    expect(await at("/key", { apiKeyFile })).toMatchObject({ held: true });
  });

  test("a cut connection, an answer that does not come and a port where nobody listens are false", async () => {
    expect(await at("/cut")).toMatchObject({ held: false });
    const late = await at("/never", { timeout: "200ms" });
    expect(late).toMatchObject({ held: false });
    expect(late.value).toBeGreaterThanOrEqual(190);
    expect(await look({ kind: "http", url: `http://127.0.0.1:${await freePort()}/` })).toMatchObject({ held: false });
  });
});

test("tcp: a listener is true, also one that never says anything; nobody is false", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  expect(await look({ kind: "tcp", host: "127.0.0.1", port })).toMatchObject({ held: true });
  server.close();
  await once(server, "close");
  expect(await look({ kind: "tcp", host: "127.0.0.1", port })).toMatchObject({ held: false, detail: expect.stringContaining("ECONNREFUSED") });
});

describe("redis", () => {
  let primary: Running;
  let replica: Running;
  beforeAll(async () => {
    primary = await startRedis();
    replica = await startRedis("--replicaof", `127.0.0.1 ${primary.port}`);
  });
  afterAll(async () => {
    await replica[Symbol.asyncDispose]();
    await primary[Symbol.asyncDispose]();
  });
  const at = (port: number, more: object = {}) => look({ kind: "redis", host: "127.0.0.1", port, ...more });

  test("role and replicas must be as they are asked for", async () => {
    await vi.waitFor(async () => expect(await at(primary.port, { role: "master", replicas: 1 })).toMatchObject({ held: true }), 15_000);
    expect(await at(replica.port, { role: "slave", replicas: 1 })).toMatchObject({ held: true });
    expect(await at(primary.port, { role: "slave" })).toMatchObject({ held: false, detail: expect.stringContaining("is master, not slave") });
    expect(await at(primary.port, { replicas: 2 })).toMatchObject({ held: false, detail: expect.stringContaining("1 of 2 replicas") });
  });

  test("a replica whose primary is gone still answers, and is not whole", async () => {
    await primary[Symbol.asyncDispose]();
    await vi.waitFor(async () => expect(await at(replica.port, { replicas: 1 })).toMatchObject({ held: false }), 15_000);
    expect(await at(replica.port)).toMatchObject({ held: true });
    expect(await at(primary.port)).toMatchObject({ held: false });
  });

  test("a frozen server is false within the time that is given", async () => {
    process.kill(replica.pid, "SIGSTOP");
    const seen = await at(replica.port, { timeout: "300ms" });
    process.kill(replica.pid, "SIGCONT");
    expect(seen).toMatchObject({ held: false });
    expect(seen.value).toBeGreaterThanOrEqual(290);
    expect(seen.value).toBeLessThan(1_900);
  });

  test("a password is needed and is read from its file", async () => {
    const passwordFile = join(folder, "redis");
    await writeFile(passwordFile, "hush\n");
    await using guarded = await startRedis("--requirepass", "hush");
    expect(await at(guarded.port)).toMatchObject({ held: false });
    expect(await at(guarded.port, { passwordFile })).toMatchObject({ held: true });
  });
});

test("prometheus: the first sample's value; 0 is false; an answer without a sample, and none at all, can not be judged", async () => {
  const samples = { up: ["1"], down: ["0"], none: [] } as const;
  await using server = await serveHttp(({ url = "" }, response) => {
    const query = new URL(url, "http://here").searchParams.get("query");
    if (query !== "up" && query !== "down" && query !== "none") return void response.writeHead(400).end('{"status":"error","error":"parse error"}');
    const result = samples[query].map((value) => ({ metric: {}, value: [1_700_000_000.5, value] }));
    response.end(JSON.stringify({ status: "success", data: { resultType: "vector", result } }));
  });
  const ask = (query: string, url = `${server.url}/`) => look({ kind: "prometheus", url, query });
  expect(await ask("up")).toEqual({ held: true, value: 1, detail: "up is 1" });
  expect(await ask("down")).toMatchObject({ held: false, value: 0 });
  expect(await ask("none")).toMatchObject({ held: null, detail: "the query none has no result" });
  expect(await ask("rate(")).toMatchObject({ held: null, detail: expect.stringContaining("400") });
  expect(await ask("up", `http://127.0.0.1:${await freePort()}`)).toMatchObject({ held: null });
});

describe("command", () => {
  const run = (command: readonly string[], timeout = "5s") => look({ kind: "command", command, timeout });

  test("its exit code says it", async () => {
    expect(await run(["true"])).toMatchObject({ held: true, detail: "true ended with 0" });
    expect(await run(["sh", "-c", "exit 3"])).toMatchObject({ held: false, detail: "sh ended with 3" });
    expect(await run(["sh", "-c", "kill -9 $$"])).toMatchObject({ held: false, detail: "sh was ended by SIGKILL" });
  });

  test("one that cannot be run says nothing about the system", async () => {
    expect(await run(["no-such-program"])).toMatchObject({ held: null });
    const notExecutable = join(folder, "plain");
    await writeFile(notExecutable, "");
    expect(await run([notExecutable])).toMatchObject({ held: null });
  });

  test("too late, it is ended with what it started, and its output is nobody's burden", async () => {
    const pidFile = join(folder, "sleeper");
    expect(await run(["sh", "-c", `sleep 600 & echo $! > ${pidFile}; wait`], "500ms")).toMatchObject({
      held: false,
      detail: "sh was ended by SIGKILL after 0.5 s",
    });
    const pid = Number(await readFile(pidFile, "utf8"));
    await vi.waitFor(async () => expect([null, "Z"]).toContain(await processState(pid)), 5_000);
    expect(await run(["sh", "-c", "yes | head -c 3000000"])).toMatchObject({ held: true });
  });
});

test("process and CPU: running, stopped and gone are told apart, and how much of a core it uses", async () => {
  const busy = spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" });
  const ended = once(busy, "exit");
  const pidFile = join(folder, "busy.pid");
  const state = (wanted: string) => look({ kind: "process", process: { pidFile }, state: wanted });
  expect(await state("gone")).toMatchObject({ held: true, value: 0 });
  await writeFile(pidFile, String(busy.pid));
  try {
    expect(await state("running")).toMatchObject({ held: true, value: busy.pid });
    const using = await look({ kind: "cpu-busy", process: { pidFile } });
    expect(using).toMatchObject({ held: true });
    expect(using.value).toBeGreaterThan(0.05);
    busy.kill("SIGSTOP");
    await vi.waitFor(async () => expect(await state("stopped")).toMatchObject({ held: true }), 5_000);
    expect(await state("running")).toMatchObject({ held: false });
    expect((await look({ kind: "cpu-busy", process: { pidFile } })).value).toBeLessThan(0.05);
  } finally {
    busy.kill("SIGKILL");
    await ended;
  }
  expect(await state("gone")).toMatchObject({ held: true });
  expect(await look({ kind: "cpu-busy", process: { pidFile } })).toMatchObject({ held: false, value: 0 });
});

test("disk and memory: a folder that can be written leaves no trace of the look, one that cannot is false", async () => {
  const place = await mkdtemp(join(folder, "disk-"));
  expect(await look({ kind: "disk-writable", path: place })).toMatchObject({ held: true });
  expect(await readdir(place)).toEqual([]);
  expect(await look({ kind: "disk-writable", path: join(place, "missing") })).toMatchObject({ held: false });
  const { held, value } = await look({ kind: "memory-available" });
  expect(held).toBe(true);
  expect(value).toBeGreaterThan(1);
});
