// Handles that lead nowhere are found before a run counts on them: on a real Toxiproxy and real processes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Step } from "../../../model/fault/fault-script.ts";
import { outputsSchema } from "../../../model/outputs.ts";
import { handleProblems } from "./handles.ts";
import { createSteps } from "./create-steps.ts";
import { processesBelow, processState } from "../machine/process-handle.ts";
import { createProxy, startToxiproxy, type Running } from "../testing/servers.ts";

let folder = "";
let running: Running;
const stop = new AbortController();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proving-ground-test-"));
  running = await startToxiproxy();
  await createProxy(running, "front", 1);
});
afterAll(async () => {
  stop.abort();
  await running[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const outputs = (more: object) => outputsSchema.parse({ schema: "proving-ground/outputs/1", stack: "shop", entry: "http://127.0.0.1:1/", ...more });
const toxic = (place: string, proxy: string): Step => ({
  kind: "toxic-add",
  api: place,
  proxy,
  toxic: { name: "t", type: "latency", stream: "downstream", attributes: {} },
});
const freeze = (pidFile: string): Step => ({ kind: "signal", process: { pidFile }, signal: "SIGSTOP" });
const link = (toxiproxy: string, proxy: string) => outputs({ links: [{ id: "front", toxiproxy, proxy }] });

test("a proxy that is there is no problem; one that is not is told with those that are, as is a Toxiproxy that is none", async () => {
  const api = running.url;
  expect(await handleProblems([toxic(api, "front")], link(api, "front"))).toEqual([]);
  expect(await handleProblems([toxic(api, "frond"), toxic(api, "frond")], link(api, "frond"))).toEqual([
    { path: "links[0].proxy", message: `the Toxiproxy at ${api} has no proxy frond; it has front`, remedy: "create it, or correct the name" },
  ]);
  const nobody = "http://127.0.0.1:1";
  expect(await handleProblems([toxic(nobody, "front")], link(nobody, "front"))).toMatchObject([
    { path: "links[0].toxiproxy", message: expect.stringMatching(/does not answer as a Toxiproxy: connect ECONNREFUSED/) },
  ]);
});

test.for([
  { name: "own.pid", text: String(process.pid), told: null },
  { name: "dead.pid", text: "4000000", told: /it names no process that lives/ },
  { name: "words.pid", text: "nginx", told: /it names no process that lives/ },
  { name: "missing.pid", text: null, told: /there is no such file or folder/ },
])("$name", async ({ name, text, told }) => {
  const pidFile = join(folder, name);
  if (text !== null) await writeFile(pidFile, text);
  const problems = await handleProblems([freeze(pidFile)], outputs({ processes: [{ id: "nginx", pidFile }] }));
  expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual(
    told === null ? [] : [expect.stringMatching(new RegExp(`^processes\\[0\\]\\.pidFile: .*${told.source}`))],
  );
});

test("children: true freezes and thaws what is below the process too, and nothing else does", async () => {
  const pidFile = join(folder, "parent.pid");
  const parent = spawn("sh", ["-c", "sleep 60 & sleep 60 & wait"], { stdio: "ignore", signal: stop.signal });
  parent.on("error", () => undefined);
  await once(parent, "spawn");
  const pid = parent.pid ?? 0;
  await writeFile(pidFile, String(pid));
  const below = await vi.waitFor(async () => {
    const found = await processesBelow(pid);
    expect(found).toHaveLength(2);
    return found;
  }, 10_000);
  const states = () => Promise.all([pid, ...below].map(processState));
  const steps = createSteps();
  await steps.perform({ kind: "signal", process: { pidFile }, signal: "SIGSTOP" });
  await vi.waitFor(async () => expect(await states()).toEqual(["T", "S", "S"]), 10_000);
  await steps.perform({ kind: "signal", process: { pidFile, children: true }, signal: "SIGSTOP" });
  await vi.waitFor(async () => expect(await states()).toEqual(["T", "T", "T"]), 10_000);
  await steps.perform({ kind: "signal", process: { pidFile, children: true }, signal: "SIGCONT" });
  await vi.waitFor(async () => expect(await states()).toEqual(["S", "S", "S"]), 10_000);
  await steps.perform({ kind: "signal", process: { pidFile, children: true }, signal: "SIGKILL" });
  await vi.waitFor(
    async () => expect((await Promise.all(below.map(processState))).filter((state) => state !== null && state !== "Z")).toEqual([]),
    10_000,
  );
});
