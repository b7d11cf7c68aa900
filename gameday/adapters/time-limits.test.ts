// Whatever does not come to an end is left after its time: an answer that drips on for ever, a command that refuses to end, a port that says nothing.
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { outputsSchema, outputsVersion } from "../../model/outputs.ts";
import { realClock } from "./machine/clock.ts";
import { processState } from "./machine/process-handle.ts";
import { runCommand } from "./machine/run-command.ts";
import { createObserver } from "./observe/create-observer.ts";
import { createIntegrity } from "./stack/integrity.ts";
import { createMetrics } from "./stack/metrics.ts";
import { createStackControl } from "./stack/control.ts";
import { createSteps } from "./steps/create-steps.ts";
import { handleProblems } from "./steps/handles.ts";
import { observationSchema } from "../../model/fault/observation.ts";
import { serveHttp, type Running } from "./testing/servers.ts";

let dripping: Omit<Running, "pid">;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "time-limits-"));
  dripping = await serveHttp((_, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write(" "), 50);
    response.on("close", () => clearInterval(timer));
  });
});
afterAll(async () => {
  await dripping[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const outputs = (more: object) => outputsSchema.parse({ schema: outputsVersion, stack: "s", entry: dripping.url, ...more });
const toxic = { name: "t", type: "latency" as const, stream: "downstream" as const, attributes: {} };

test.concurrent.for<[what: string, step: () => Parameters<ReturnType<typeof createSteps>["perform"]>[0]]>([
  ["toxic-add", () => ({ kind: "toxic-add", api: dripping.url, proxy: "p", toxic })],
  ["toxic-remove", () => ({ kind: "toxic-remove", api: dripping.url, proxy: "p", toxic: "t" })],
  ["proxy-disable", () => ({ kind: "proxy-disable", api: dripping.url, proxy: "p" })],
  ["switch-set", () => ({ kind: "switch-set", url: dripping.url, body: {} })],
  ["switch-clear", () => ({ kind: "switch-clear", url: dripping.url })],
])("the step %s is done once its status is known", async ([, step]) => {
  await expect(createSteps().perform(step())).resolves.toBeUndefined();
});

test.concurrent("a Toxiproxy that drips is no Toxiproxy, metrics that drip are none, a look is false", async () => {
  const links = [{ id: "l", toxiproxy: dripping.url, proxy: "p" }];
  const [problem] = await handleProblems([{ kind: "proxy-disable", api: dripping.url, proxy: "p" }], outputs({ links }));
  expect(problem?.message).toMatch(/does not answer as a Toxiproxy/);
  expect((await createMetrics(outputs({ services: [{ id: "s", service: "s", metrics: dripping.url }] }), realClock).snapshot()).series).toEqual([]);
  const look = observationSchema.parse({ kind: "http", url: dripping.url, timeout: "300ms" });
  expect(await createObserver().look(look)).toMatchObject({ held: false });
});

test.concurrent("a server that takes connections and says nothing: accepted writes cannot be read back, and that is said", async () => {
  const silent = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(silent, "listening");
  const address = silent.address();
  const port = typeof address === "object" && address !== null ? address.port : 1;
  const postgres = { candidates: [{ host: "127.0.0.1", port }] };
  // After one round of the candidates its time is over.
  let asked = 0;
  const clock = { ...realClock, now: () => Date.now() + (asked++ === 0 ? 0 : 60_000) };
  const integrity = createIntegrity(outputs({ postgres, integrity: { lookup: "", queue: "" } }), clock);
  await expect(integrity?.check(["a"])).rejects.toThrow(/no Postgres primary answers/);
  silent.close();
});

const stubborn = (pidFile: string): string[] => [
  "sh",
  "-c",
  `trap '' TERM; sh -c 'trap "" TERM; while :; do sleep 1; done' & echo $! > ${pidFile}; while :; do sleep 1; done`,
];

test.concurrent("a command that refuses to end is ended with what it started", async () => {
  const pidFile = join(folder, "below");
  const ended = await runCommand(stubborn(pidFile), { limitMilliseconds: 500, graceMilliseconds: 200 });
  expect(ended).toMatchObject({ code: null, signal: "SIGKILL" });
  const below = Number(await readFile(pidFile, "utf8"));
  await vi.waitFor(async () => expect(await processState(below)).toSatisfy((state) => state === null || state === "Z"), 5_000);
});

test.concurrent("a command whose end is held up by a process that left its group is not waited for", async () => {
  const ended = await runCommand(["sh", "-c", "setsid sleep 20 & exit 0"], { limitMilliseconds: 300 });
  expect(ended.code).toBe(0);
});

test.concurrent("a restore drill has its time, and one that is closed is waited for no longer than its grace", async () => {
  const drill = (seconds: number) =>
    createStackControl(outputs({ restoreDrill: { command: stubborn(join(folder, "drill")), timeout: seconds } }), "run");
  await expect(drill(0.3).restoreDrill()).rejects.toThrow(/ended with SIGKILL; it has 0\.3 s/);
  const control = drill(600);
  const [drilled] = await Promise.allSettled([control.restoreDrill(), control.close()]);
  expect(drilled).toMatchObject({ status: "rejected", reason: { message: expect.stringMatching(/ended with SIG(KILL|TERM)/) } });
});
