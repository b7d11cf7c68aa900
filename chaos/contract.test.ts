// What every fault must keep, on any stack: its undo takes out what it put in, and what it did is seen from another side than the one it came from.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { assertNever } from "../model/assert-never.ts";
import { faultSchema, type Fault } from "../model/fault/fault.ts";
import { faultScriptSchema, type FaultScript, type Step } from "../model/fault/fault-script.ts";
import type { Observation } from "../model/fault/observation.ts";
import type { Outputs } from "../model/outputs.ts";
import { faultCatalogue, renderFault } from "./catalogue.ts";
import type { RenderContext } from "./fault-kind.ts";
import { someFacts, someFault, someOutputs } from "./testing/arbitraries.ts";
import { exampleClusterOutputs } from "./testing/example-cluster-outputs.ts";
import { exampleOutputs, toxiproxy } from "./testing/example-outputs.ts";
import { after, engineName, killed, untouched, withoutKilled } from "./testing/system.ts";

const facts = { postgresPrimary: "us-east-1", redisPrimary: "eu-west-1" };
const context = (outputs: Outputs, changes: Partial<RenderContext> = {}): RenderContext => ({
  id: "fault",
  outputs,
  facts,
  folder: "/run/game-day",
  duration: 10,
  ...changes,
});

const examples: readonly Fault[] = [
  { kind: "process-kill", target: { service: "query-handler", count: 2 } },
  { kind: "process-freeze", target: { service: "orchestrator", region: "eu-west-1" } },
  { kind: "network-latency", link: { service: "query-handler" }, latency: 0.3 },
  { kind: "network-jitter", link: { service: "query-handler" }, latency: 0.3, jitter: 0.1 },
  { kind: "bandwidth-limit", link: { service: "query-handler" }, kilobytesPerSecond: 1 },
  { kind: "network-stall", link: { service: "postgres", count: 2 } },
  { kind: "connection-reset", link: { from: "entry" } },
  { kind: "region-partition", region: "us-east-1" },
  { kind: "dependency-errors", dependency: "experts", region: "eu-west-1", share: 1 },
  { kind: "cpu-hog", cores: 1, load: 0.5 },
  { kind: "memory-hog", megabytes: 128 },
  { kind: "disk-fill" },
  { kind: "postgres-primary-loss" },
  { kind: "redis-primary-loss" },
  { kind: "region-loss" },
].map((fault) => faultSchema.parse(fault));

const scriptOf = (fault: Fault, outputs = exampleOutputs, changes: Partial<RenderContext> = {}): FaultScript => {
  const rendered = renderFault(fault, context(outputs, changes));
  if (!rendered.supported) throw new Error(`${fault.kind}: ${rendered.reason}`);
  return rendered.script;
};

test("the catalogue, the plan's schema and these examples have the same fifteen kinds", () => {
  const kinds = faultSchema.options.map(({ shape }) => shape.kind.value).toSorted();
  expect(kinds).toHaveLength(15);
  expect(faultCatalogue.map(({ kind }) => kind).toSorted()).toEqual(kinds);
  expect(examples.map(({ kind }) => kind).toSorted()).toEqual(kinds);
});

const onCluster = examples.filter(({ kind }) => kind !== "process-freeze");

describe.each([
  ...examples.map((fault) => [fault.kind, scriptOf(fault)] as const),
  ...onCluster.map((fault) => [`${fault.kind} on a cluster`, scriptOf(fault, exampleClusterOutputs)] as const),
])("%s", (_, script) => {
  test("has, for every step, the one that takes it back", () => {
    expect(script.inject.length).toBeGreaterThan(0);
    for (const step of script.inject) {
      const undo = undoOf(step);
      if (undo === "restarted by the stack") expect(handleOf(exampleOutputs, step)?.restarted).toBe(true);
      else expect(script.undo).toEqual(expect.arrayContaining(undo));
    }
  });

  test("is seen to be in, and to be out, by looks of its own", () => {
    expect(script.effect.length).toBeGreaterThan(0);
    expect(script.healed.length).toBeGreaterThan(0);
    for (const { observe } of [...script.effect, ...script.healed]) expect(asks(observe)).not.toSatisfy(isInjectingSide(script));
    // Litmus' own word on what it does is no proof that it was felt.
    expect(script.effect.map(({ observe }) => observe.kind)).not.toContainEqual(expect.stringMatching(/^chaos-/));
  });

  test("names what it hits", () => {
    expect(script.targets.length).toBeGreaterThan(0);
    expect(new Set(script.targets).size).toBe(script.targets.length);
  });
});

/** Whatever the stack publishes and whatever a plan asks for. */
describe("any fault on any stack", () => {
  const world = fc.record({ fault: someFault, outputs: someOutputs, facts: someFacts, duration: fc.integer({ min: 1, max: 600 }) });
  const supported = (check: (script: FaultScript, world: { readonly outputs: Outputs; readonly duration: number }) => void): void => {
    let seen = 0;
    fc.assert(
      fc.property(world, ({ fault, outputs, ...changes }) => {
        const rendered = renderFault(fault, context(outputs, changes));
        if (!rendered.supported) return;
        seen += 1;
        check(rendered.script, { outputs, duration: changes.duration });
      }),
      { numRuns: 1_000 },
    );
    expect(seen).toBeGreaterThan(100);
  };

  test("is left out with a reason, or has its proofs and survives the journal", () => {
    fc.assert(
      fc.property(world, ({ fault, outputs, ...changes }) => {
        const rendered = renderFault(fault, context(outputs, changes));
        if (rendered.supported) expect(faultScriptSchema.parse(JSON.parse(JSON.stringify(rendered.script)))).toEqual(rendered.script);
        else expect(rendered.reason).toMatch(/\w+ \w+/);
      }),
      { numRuns: 1_000 },
    );
  });

  test("is out again after its undo, however far its injection came and however often either is done", () => {
    supported((script) => {
      for (let steps = 0; steps <= script.inject.length; steps += 1) {
        const part = script.inject.slice(0, steps);
        expect(withoutKilled(after(untouched, [...part, ...part, ...script.undo]))).toEqual([]);
        expect(withoutKilled(after(untouched, [...part, ...script.undo, ...script.undo]))).toEqual([]);
      }
    });
  });

  test("kills only what is started again", () => {
    supported((script, { outputs }) => {
      const ended = killed(after(untouched, script.inject));
      expect(outputs.processes.filter(({ pidFile, restarted }) => ended.includes(pidFile) && !restarted)).toEqual([]);
    });
  });

  test("sees its healing by the very look that saw its effect, where that look had to fail", () => {
    supported((script) => {
      for (const { observe } of script.effect.filter(({ is }) => !is))
        expect(script.healed.filter(({ is }) => is).map((row) => asks(row.observe))).toContain(asks(observe));
    });
  });

  test("waits longer for a slow answer than the answer is slow", () => {
    supported((script) => {
      const delays = script.inject.flatMap((step) =>
        step.kind === "toxic-add" && step.toxic.type === "latency"
          ? [step.toxic.attributes["latency"] ?? 0]
          : [Number(engineEnvironment(step)["NETWORK_LATENCY"] ?? 0)],
      );
      for (const { observe } of script.effect)
        expect("timeout" in observe ? observe.timeout * 1_000 : Infinity).toBeGreaterThan(Math.max(0, ...delays));
    });
  });

  test("leaves nothing that would stay for ever if nobody took it out", () => {
    supported((script, { duration }) => {
      for (const step of script.inject) {
        const limit = step.kind === "helper-start" ? step.parameters["seconds"] : step.kind === "switch-set" ? secondsOf(step.body) : Infinity;
        expect(limit).toBeGreaterThan(duration);
        if (step.kind === "engine-start") expect(engineEnvironment(step)["TOTAL_CHAOS_DURATION"]).toBe(String(duration));
      }
    });
  });

  test("shares no toxic, helper or file with a fault of another name", () => {
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,3}$/);
    const own = examples.filter(({ kind }) => kind.startsWith("network") || kind.endsWith("hog") || kind === "disk-fill");
    fc.assert(
      fc.property(
        fc.constantFrom(...own),
        fc.uniqueArray(fc.oneof(name, fc.constantFrom("a", "a-2", "a-3")), { minLength: 2, maxLength: 4 }),
        (fault, ids) => {
          const changes = ids.flatMap((id) => [...after(untouched, scriptOf(fault, exampleOutputs, { id }).inject)]);
          expect(new Set(changes).size).toBe(changes.length);
        },
      ),
    );
  });
});

test("an engine is settled, judged by its own verdict, and stopped: each by the name that it was made with", () => {
  for (const fault of onCluster) {
    const { engine, inject, settle = [], verdict = [], undo } = scriptOf(fault, exampleClusterOutputs);
    if (engine !== "litmus") continue;
    const names = inject.map((step) => (step.kind === "engine-start" ? engineName(step.engine) : step.kind));
    expect(settle.map((step) => (step.kind === "engine-settled" ? step.engine : step.kind))).toEqual(names);
    expect(verdict.map(({ observe }) => (observe.kind === "chaos-result" ? observe.engine : observe.kind))).toEqual(names);
    expect(undo.map((step) => (step.kind === "engine-stop" ? step.engine : step.kind))).toEqual(names);
  }
});

test("a server that is primary elsewhere by then is the one that is lost", () => {
  for (const region of exampleOutputs.regions.map(({ name }) => name)) {
    const moved = { facts: { postgresPrimary: region, redisPrimary: region } };
    expect(scriptOf({ kind: "postgres-primary-loss" }, exampleOutputs, moved).targets).toEqual([`${region}/postgres`]);
    expect(scriptOf({ kind: "redis-primary-loss" }, exampleOutputs, moved).targets).toEqual([`${region}/redis`]);
    expect(scriptOf({ kind: "region-loss" }, exampleOutputs, moved).region).toBe(region);
  }
});

function undoOf(step: Step): Step[] | "restarted by the stack" {
  switch (step.kind) {
    case "toxic-add":
      return [{ kind: "toxic-remove", api: step.api, proxy: step.proxy, toxic: step.toxic.name }];
    case "proxy-disable":
      return [{ kind: "proxy-enable", api: step.api, proxy: step.proxy }];
    case "hold":
      return [{ kind: "release", file: step.file }];
    case "helper-start":
      return [
        { kind: "helper-stop", pidFile: step.pidFile },
        ...(step.helper === "disk-fill" ? [{ kind: "remove-file" as const, file: String(step.parameters["file"]) }] : []),
      ];
    case "switch-set":
      return [{ kind: "switch-clear", url: step.url }];
    case "engine-start":
      return [expect.objectContaining({ kind: "engine-stop", cluster: step.cluster, namespace: step.namespace, engine: engineName(step.engine) })];
    case "workload-hold":
      return [{ ...step, kind: "workload-release" }];
    case "signal":
      if (step.signal === "SIGSTOP") return [{ ...step, signal: "SIGCONT" }];
      if (step.signal === "SIGKILL") return "restarted by the stack";
      throw new Error(`no fault sends ${step.signal}`);
    case "toxic-remove":
    case "proxy-enable":
    case "release":
    case "remove-file":
    case "helper-stop":
    case "switch-clear":
    case "engine-settled":
    case "engine-stop":
    case "workload-release":
      throw new Error(`${step.kind} is an undo, not a fault`);
    default:
      return assertNever(step);
  }
}

const handleOf = ({ processes }: Outputs, step: Step) => processes.find(({ pidFile }) => step.kind === "signal" && pidFile === step.process.pidFile);

/** What a look asks, without how long it waits. */
const asks = ({ timeout: _, ...observe }: Observation & { readonly timeout?: number }): string =>
  JSON.stringify(Object.entries(observe).toSorted(([a], [b]) => a.localeCompare(b)));

/** Toxiproxy's own word, or a switch's, is no proof. */
const isInjectingSide = ({ inject }: FaultScript) => {
  const sides = [toxiproxy, ...inject.flatMap((step) => ("api" in step ? [step.api] : "url" in step ? [step.url] : []))];
  return (asked: string): boolean => sides.some((side) => asked.includes(JSON.stringify(side).slice(0, -1)));
};

/** What an engine tells its experiment, by variable. */
const engineEnvironment = (step: Step): Readonly<Record<string, string>> => {
  if (step.kind !== "engine-start") return {};
  const { spec } = engineSchema.parse(step.engine);
  return Object.fromEntries(spec.experiments.flatMap((row) => row.spec.components.env.map(({ name, value }) => [name, value])));
};
const variables = z.object({ components: z.object({ env: z.array(z.object({ name: z.string(), value: z.string() })) }) });
const engineSchema = z.object({ spec: z.object({ experiments: z.array(z.object({ spec: variables })) }) });

const secondsOf = (body: unknown): unknown => (typeof body === "object" && body !== null && "seconds" in body ? body.seconds : undefined);
