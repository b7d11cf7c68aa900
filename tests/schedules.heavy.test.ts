// The calendar's manifests, and a plan's own, before a real API server with Argo's own definitions; a misspelt field is refused.
import { afterAll, beforeAll, expect, test } from "vitest";
import { cronWorkflowOf, usualPlace, workflowOf } from "../chaos/schedules/argo.ts";
import { argoRelease, argoVersion } from "../chaos/schedules/argo-manifest.ts";
import { schedules } from "../chaos/schedules/schedules.ts";
import { ApiServer } from "./cluster/api-server.ts";
import { definitions, readDefinitions } from "./cluster/kinds.ts";

let starting: Promise<ApiServer> | undefined;
let server: ApiServer;
beforeAll(async () => {
  starting = ApiServer.start();
  server = await starting;
  for (const kind of await readDefinitions("argoproj.io"))
    expect(await server.client.apply(kind, { dryRun: false })).toMatchObject({ accepted: true, message: "" });
  await server.client.whenKnown(["CronWorkflow", "Workflow"].map((kind) => ({ apiVersion: argoVersion, kind })));
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "litmus" } };
  expect(await server.client.apply(namespace, { dryRun: false })).toMatchObject({ accepted: true });
}, 400_000);
afterAll(async () => {
  const started = await starting?.catch(() => undefined);
  await started?.[Symbol.asyncDispose]();
});

const place = (stack: string) => usualPlace(stack, `registry.example/gameday@sha256:${"a".repeat(64)}`);
const accepted = { accepted: true, message: "", warnings: [] };

test("the definitions are those of the release that the manifests are written for", () => {
  expect(definitions.find(({ module }) => module.includes("argo-workflows"))?.version).toBe(`v${argoRelease}`);
});

test.for([...schedules])("$name is accepted, with strict validation of fields", async (schedule) => {
  expect(await server.client.apply(cronWorkflowOf(schedule, place(schedule.stack)), { dryRun: true })).toMatchObject(accepted);
});

test("a plan's own workflow is accepted, with strict validation of fields", async () => {
  expect(await server.client.apply(workflowOf("default", "chaos", 300, place("chaos")), { dryRun: true })).toMatchObject(accepted);
});

const [weekly] = schedules;
const manifest = cronWorkflowOf(weekly, place(weekly.stack));
const { spec } = manifest;
const [template] = spec.workflowSpec.templates;

test.for([
  { what: "a misspelt field of the schedule", planted: { ...spec, concurencyPolicy: "Forbid" }, says: /concurencyPolicy/ },
  { what: "a policy that is none", planted: { ...spec, concurrencyPolicy: "Never" }, says: /concurrencyPolicy/ },
  { what: "a misspelt field of the workflow", planted: { ...spec, workflowSpec: { ...spec.workflowSpec, entryPoint: "run" } }, says: /entryPoint/ },
  {
    what: "a misspelt field of the container",
    planted: { ...spec, workflowSpec: { ...spec.workflowSpec, templates: [{ ...template, container: { ...template?.container, arguments: [] } }] } },
    says: /arguments/,
  },
])("$what is refused", async ({ planted, says }) => {
  const judgement = await server.client.apply({ ...manifest, spec: planted }, { dryRun: true });
  expect(judgement.accepted).toBe(false);
  expect(judgement.message).toMatch(says);
});
