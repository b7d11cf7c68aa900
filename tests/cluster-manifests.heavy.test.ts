// Every document that is made for Litmus and Argo before a real API server: it takes them as they are, and each of their fields is one that their makers list.
import { afterAll, beforeAll, expect, test } from "vitest";
import { experimentLibrary } from "../chaos/litmus/library.ts";
import { renderExperiment } from "../chaos/litmus/render.ts";
import { rightsOf } from "../chaos/litmus/rights.ts";
import { cronWorkflowOf, usualPlace } from "../chaos/schedules/argo.ts";
import type { CronWorkflow } from "../chaos/schedules/argo-manifest.ts";
import { schedules } from "../chaos/schedules/schedules.ts";
import { ApiServer } from "./cluster/api-server.ts";
import { exampleTarget } from "./cluster/litmus/example-target.ts";
import { readDefinitions, unlisted, unprovenOfRuns } from "./cluster/kinds.ts";
import { asTwin, strictTwin, unknownFields } from "./cluster/strict.ts";

let starting: Promise<ApiServer> | undefined;
let server: ApiServer;

beforeAll(async () => {
  starting = ApiServer.start();
  server = await starting;
  const kinds = await readDefinitions("litmuschaos.io");
  const argo = await readDefinitions("argoproj.io");
  await server.client.make(...kinds, ...kinds.map(strictTwin), ...argo.map(strictTwin), {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "litmus" },
  });
  const documents = [rendered().experiment, rendered().engine];
  await server.client.whenKnown([...documents, ...documents.map(asTwin), ...calendar().map(asTwin)]);
}, 200_000);

// Also where the preparation has failed.
afterAll(async () => {
  const started = await starting?.catch(() => undefined);
  await started?.[Symbol.asyncDispose]();
});

function rendered(name = "pod-delete") {
  const definition = experimentLibrary.find((candidate) => candidate.name === name);
  if (definition === undefined) throw new Error(`there is no experiment ${name}`);
  return renderExperiment(definition, exampleTarget(definition));
}

test.for(experimentLibrary.map(({ name }) => name))("%s is accepted as it is", async (name) => {
  for (const document of Object.values(rendered(name)))
    expect(await server.client.apply(document, { dryRun: true })).toEqual({ accepted: true, status: 201, message: "", warnings: [] });
});

test("each field of each document is one that Litmus lists, but for those that are known to be missing from its lists", async () => {
  const unknown = new Set<string>();
  for (const { name } of experimentLibrary)
    for (const document of Object.values(rendered(name))) {
      const { accepted, message } = await server.client.apply(asTwin(document), { dryRun: true });
      const fields = unknownFields(message);
      // Nothing else may be wrong with it.
      if (!accepted && fields.length === 0) throw new Error(`${name}: ${message}`);
      for (const field of fields) unknown.add(`${document.kind}${field}`);
    }
  expect([...unknown].toSorted()).toEqual(Object.keys(unlisted).toSorted());
});

const calendar = (): readonly CronWorkflow[] =>
  schedules.map((schedule) => cronWorkflowOf(schedule, usualPlace(schedule.stack, `registry.example.com/gameday@sha256:${"0".repeat(64)}`)));

test("each game day of the calendar is accepted by Argo's full definition; a misspelt field is refused", async () => {
  for (const document of calendar())
    expect(await server.client.apply(asTwin(document), { dryRun: true })).toEqual({ accepted: true, status: 201, message: "", warnings: [] });
  const [first] = calendar();
  if (first === undefined) throw new Error("the calendar is empty");
  const misspelt: CronWorkflow = JSON.parse(JSON.stringify(first).replace('"concurrencyPolicy"', '"concurencyPolicy"'));
  const { accepted, message } = await server.client.apply(asTwin(misspelt), { dryRun: true });
  expect(accepted).toBe(false);
  expect(unknownFields(message)).toEqual([".spec.concurencyPolicy"]);
});

test("the rights of each experiment are accepted as they are", async () => {
  for (const experiment of experimentLibrary)
    for (const document of rightsOf(experiment, { namespace: "litmus", targets: ["default"] }))
      expect(await server.client.apply({ ...document }, { dryRun: true })).toEqual({ accepted: true, status: 201, message: "", warnings: [] });
});

test("kinds of runs that nobody here has the definitions of are listed as unproven", async () => {
  for (const name of unprovenOfRuns) {
    const [group, version, kind = ""] = name.split("/");
    await expect(readDefinitions(group)).resolves.toEqual([]);
    expect(await server.client.knows({ apiVersion: `${group}/${version}`, kind })).toBe(false);
  }
});

test.for([
  { what: "a field of an engine", field: ".spec.engineStatte", change: (text: string) => text.replace('"engineState"', '"engineStatte"') },
  { what: "a field of a probe", field: ".spec.experiments[].spec.probe[].moode", change: (text: string) => text.replace('"mode"', '"moode"') },
  {
    what: "a field of a probe's inputs",
    field: ".spec.experiments[].spec.probe[].httpProbe/inputs.method.get.responseCod",
    change: (text: string) => text.replace('"responseCode"', '"responseCod"'),
  },
])("$what that is misspelt is refused", async ({ field, change }) => {
  const { engine } = rendered();
  const misspelt: typeof engine = JSON.parse(change(JSON.stringify(engine)));
  const { accepted, message } = await server.client.apply(asTwin(misspelt), { dryRun: true });
  expect(accepted).toBe(false);
  expect(unknownFields(message)).toContain(field);
});

test("Litmus' own definition lets a misspelt field pass, which is why there are twins", async () => {
  const { engine } = rendered();
  const misspelt: typeof engine = JSON.parse(JSON.stringify(engine).replace('"applabel"', '"appLabel"'));
  expect(await server.client.apply(misspelt, { dryRun: true })).toMatchObject({ accepted: true });
  expect(await server.client.apply(asTwin(misspelt), { dryRun: true })).toMatchObject({
    accepted: false,
    message: expect.stringMatching(/appLabel/),
  });
});

test.for([
  { what: "a probe of no known mode", change: (text: string) => text.replace('"Continuous"', '"Always"'), says: /probe\[0\]\.mode/ },
  { what: "an engine that is neither active nor stopped", change: (text: string) => text.replace('"active"', '"on"'), says: /engineState/ },
])("$what is refused", async ({ change, says }) => {
  const { engine } = rendered();
  const wrong: typeof engine = JSON.parse(change(JSON.stringify(engine)));
  expect(await server.client.apply(wrong, { dryRun: true })).toMatchObject({ accepted: false, message: expect.stringMatching(says) });
});
