// Each step on the real thing: Toxiproxy, processes, files, a switch; done twice, and where there is nothing to do it on.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Step } from "../../../model/fault/fault-script.ts";
import { recordOf } from "../machine/pid-record.ts";
import { processState } from "../machine/process-handle.ts";
import { createProxy, freePort, serveHttp, startHttpProcess, startToxiproxy, type Running } from "../testing/servers.ts";
import { createSteps } from "./create-steps.ts";

const steps = createSteps();
const perform = (step: Step): Promise<void> => steps.perform(step);
const twice = async (step: Step): Promise<void> => {
  await perform(step);
  await perform(step);
};
const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "steps-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("links", () => {
  let toxiproxy: Running;
  let server: Running;
  let through: string;
  beforeAll(async () => {
    [toxiproxy, server] = await Promise.all([startToxiproxy(), startHttpProcess()]);
    through = `http://127.0.0.1:${await createProxy(toxiproxy, "eu~us:web", server.port)}/`;
  });
  afterAll(async () => {
    await toxiproxy[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });
  const answers = (limit = 5_000): Promise<boolean> =>
    fetch(through, { signal: AbortSignal.timeout(limit), headers: { connection: "close" } }).then(
      ({ ok }) => ok,
      () => false,
    );
  const place = () => ({ api: toxiproxy.url, proxy: "eu~us:web" });
  const slow = (latency: number) => ({
    name: "gameday-slow",
    type: "latency" as const,
    stream: "downstream" as const,
    attributes: { latency, jitter: 0 },
  });

  test("a toxic is put in once however often, with the last attributes, and taken out", async () => {
    await perform({ kind: "toxic-add", ...place(), toxic: slow(5) });
    await perform({ kind: "toxic-add", ...place(), toxic: slow(300) });
    const started = performance.now();
    expect(await answers()).toBe(true);
    expect(performance.now() - started).toBeGreaterThan(290);
    const toxics = await (await fetch(`${toxiproxy.url}/proxies/eu~us:web/toxics`)).json();
    expect(toxics).toMatchObject([{ name: "gameday-slow", attributes: { latency: 300 } }]);
    await twice({ kind: "toxic-remove", ...place(), toxic: "gameday-slow" });
    expect(await (await fetch(`${toxiproxy.url}/proxies/eu~us:web/toxics`)).json()).toEqual([]);
  });

  test("a proxy is closed and opened", async () => {
    await twice({ kind: "proxy-disable", ...place() });
    expect(await answers()).toBe(false);
    await twice({ kind: "proxy-enable", ...place() });
    expect(await answers()).toBe(true);
  });

  test("a toxic on a proxy that is gone is gone; a fault on one says what to correct", async () => {
    await perform({ kind: "toxic-remove", api: toxiproxy.url, proxy: "none", toxic: "gameday-slow" });
    const missing = /none.*knows no such proxy; correct the link's proxy name/;
    await expect(perform({ kind: "toxic-add", api: toxiproxy.url, proxy: "none", toxic: slow(5) })).rejects.toThrow(missing);
    await expect(perform({ kind: "proxy-disable", api: toxiproxy.url, proxy: "none" })).rejects.toThrow(missing);
  });

  test("a Toxiproxy that is not there, or does not answer, is named", async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    await expect(perform({ kind: "toxic-remove", api: nobody, proxy: "none", toxic: "x" })).rejects.toThrow(`Toxiproxy does not answer at ${nobody}`);
    process.kill(toxiproxy.pid, "SIGSTOP");
    // One thread of it after the other stands still.
    await vi.waitFor(async () => expect(await processState(toxiproxy.pid)).toBe("T"), 5_000);
    try {
      await expect(perform({ kind: "proxy-enable", ...place() })).rejects.toThrow(`Toxiproxy does not answer at ${toxiproxy.url}`);
    } finally {
      process.kill(toxiproxy.pid, "SIGCONT");
    }
  });
});

describe("processes", () => {
  let pidFile: string;
  beforeEach(() => {
    pidFile = join(folder, `process-${performance.now()}.json`);
  });
  const sleeper = async () => {
    const child = spawn("sleep", ["600"], { stdio: "ignore" });
    const ended = once(child, "exit");
    await writeFile(pidFile, JSON.stringify(await recordOf(child.pid ?? 0)));
    return { pid: child.pid ?? 0, ended };
  };
  const send = (signal: "SIGSTOP" | "SIGCONT" | "SIGKILL"): Step => ({ kind: "signal", process: { pidFile }, signal });

  test("a process is frozen, goes on and is killed; one that is gone needs no signal", async () => {
    const { pid, ended } = await sleeper();
    await twice(send("SIGSTOP"));
    await vi.waitFor(async () => expect(await processState(pid)).toBe("T"), 5_000);
    await twice(send("SIGCONT"));
    await vi.waitFor(async () => expect(await processState(pid)).toBe("S"), 5_000);
    await perform(send("SIGKILL"));
    expect(await ended).toEqual([null, "SIGKILL"]);
    await twice(send("SIGKILL"));
  });

  test("a process that got the pid of another one is left alone", async () => {
    const { pid, ended } = await sleeper();
    const record = await recordOf(pid);
    for (const other of [
      { ...record, startTime: "1" },
      { ...record, bootId: "another boot" },
    ]) {
      await writeFile(pidFile, JSON.stringify(other));
      await perform(send("SIGKILL"));
    }
    process.kill(pid, "SIGSTOP"); // Only one that lives can be stopped.
    await vi.waitFor(async () => expect(await processState(pid)).toBe("T"), 5_000);
    await writeFile(pidFile, JSON.stringify(record));
    await perform(send("SIGKILL"));
    await ended;
  });

  test("no file, half a file and nonsense in it mean no process", async () => {
    await perform(send("SIGKILL"));
    for (const text of ["", '{"pid": 12', '{"pid": 1, "startTime": "1", "bootId": "x"}', "not a pid"]) {
      await writeFile(pidFile, text);
      await perform(send("SIGKILL"));
    }
    expect(await exists(pidFile)).toBe(true);
  });
});

test("a hold is a file, made with its folder and taken away", async () => {
  const file = join(folder, "holds", "region");
  await twice({ kind: "hold", file });
  expect(await exists(file)).toBe(true);
  await twice({ kind: "release", file });
  expect(await exists(file)).toBe(false);
});

test("a switch is set and cleared by its own calls; what it answers is told, and that it does not", async () => {
  const calls: string[] = [];
  await using server = await serveHttp((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (part: string) => (body += part));
    request.on("end", () => {
      calls.push(`${request.method} ${body}`);
      response.writeHead(request.url === "/faults" ? 200 : 409).end("{}");
    });
  });
  const url = `${server.url}/faults`;
  await perform({ kind: "switch-set", url, body: { share: 1, seconds: 40 } });
  await perform({ kind: "switch-clear", url });
  expect(calls).toEqual(['PUT {"share":1,"seconds":40}', "DELETE "]);
  const refusing = `${server.url}/other`;
  await expect(perform({ kind: "switch-clear", url: refusing })).rejects.toThrow(`the switch ${refusing} answered 409 to DELETE`);
  const nobody = `http://127.0.0.1:${await freePort()}/faults`;
  await expect(perform({ kind: "switch-clear", url: nobody })).rejects.toThrow(`the switch ${nobody} does not answer`);
});
