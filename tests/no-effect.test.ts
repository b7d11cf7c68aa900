// Faults that are put in and change nothing that a consumer sees: the run is invalid and says which, whatever Toxiproxy or the kernel may say.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { processState } from "../gameday/adapters/machine/process-handle.ts";
import { createProxy, startHttpProcess, startToxiproxy } from "../gameday/adapters/testing/servers.ts";
import { outputsVersion, type OutputsInput } from "../model/outputs.ts";
import type { PlanInput } from "../model/plan.ts";
import { Gameday } from "./gameday-process.ts";

const plan = {
  name: "past-them",
  phases: [
    {
      name: "chaos",
      duration: "4s",
      rate: 0,
      scenario: "get",
      faults: [
        { id: "slow", at: "0s", duration: "3s", hypothesis: "nobody goes this way", fault: { kind: "network-latency", link: {}, latency: "500ms" } },
        { id: "frozen", at: "0s", duration: "3s", hypothesis: "nobody asks it", fault: { kind: "process-freeze", target: {} } },
      ],
    },
  ],
  guards: { maximumConcurrentFaults: 2 },
} satisfies PlanInput;

test(
  "a toxic on a way that nobody goes and a frozen process that nobody asks are not exercised, and are taken out",
  { timeout: 60_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "no-effect-"));
    await using gameday = await Gameday.create();
    await using toxiproxy = await startToxiproxy();
    await using asked = await startHttpProcess();
    await using idle = await startHttpProcess();
    await createProxy(toxiproxy, "unused", asked.port);
    const look = { kind: "http" as const, url: asked.url };
    const pidFile = join(folder, "idle.pid");
    await writeFile(pidFile, String(idle.pid));
    const document: OutputsInput = {
      schema: outputsVersion,
      stack: "one-server",
      entry: asked.url,
      probes: [{ id: "asked", observe: look }],
      processes: [{ id: "idle", pidFile, ready: look }],
      links: [{ id: "unused", toxiproxy: toxiproxy.url, proxy: "unused", observe: look }],
    };
    const outputs = join(folder, "outputs.json");
    await writeFile(outputs, JSON.stringify(document));

    const run = await gameday.run("run", await gameday.plan(plan), "--stack", outputs, "--events");
    const events = run.entries.map(({ event }) => event);
    const findings = events.flatMap((event) => (event.type === "run-finished" ? event.findings : []));
    expect(run.code, run.output.slice(-2_000)).toBe(3);
    for (const fault of ["slow", "frozen"]) {
      expect(events.filter((event) => event.type === "fault-effect-missing" && event.fault === fault)).toHaveLength(1);
      expect(events.filter((event) => event.type === "fault-healed" && event.fault === fault)).toHaveLength(1);
      expect(findings.filter(({ verdict, reason }) => verdict === "invalid" && reason.includes(fault))).toHaveLength(1);
    }
    expect(await (await fetch(`${toxiproxy.url}/proxies/unused/toxics`)).json()).toEqual([]);
    expect(["S", "R"]).toContain(await processState(idle.pid));
    await rm(folder, { recursive: true, force: true });
  },
);
