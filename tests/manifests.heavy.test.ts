// Every manifest of every environment before a real API server that takes no field which it does not know.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { knownLater, manifestsOf, type Manifest } from "../estate/manifests/manifests.ts";
import { recordEstate } from "../gameday/adapters/recorded-estate.ts";
import { environmentNames, type EnvironmentName } from "../model/tiers.ts";
import { ApiServer } from "./cluster/api-server.ts";
import type { Judgement, KubernetesObject } from "./cluster/client.ts";
import { definitions, readDefinitions, unproven } from "./cluster/kinds.ts";

let starting: Promise<ApiServer> | undefined;
let server: ApiServer;
const manifests = new Map<EnvironmentName, readonly Manifest[]>();

beforeAll(async () => {
  for (let start = 0; start < environmentNames.length; start += 2)
    await Promise.all(environmentNames.slice(start, start + 2).map(async (name) => manifests.set(name, await manifestsFor(name))));
  starting = ApiServer.start();
  server = await starting;
  const kinds = await readDefinitions();
  for (const kind of kinds) expect(await server.client.apply(kind, { dryRun: false })).toMatchObject({ accepted: true });
  await server.client.whenKnown(definitions.flatMap((row) => row.kinds.map(split)));
}, 400_000);

// Also where the preparation has failed.
afterAll(async () => {
  const started = await starting?.catch(() => undefined);
  await started?.[Symbol.asyncDispose]();
});

describe.for(environmentNames)("%s", (name) => {
  const of = (): readonly Manifest[] => manifests.get(name) ?? [];

  test("all manifests are accepted, with strict validation of fields", { timeout: 240_000 }, async () => {
    await makeNamespaces(of());
    await makePatched(of());
    const judged = of().filter((manifest) => !unproven.includes(kindOf(manifest)));
    const judgements = await inTurns(judged, (manifest) => judge(manifest));
    expect(judged.length).toBeGreaterThan(200);
    expect(judgements.flatMap(({ manifest, judgement }) => (judgement.accepted ? [] : [`${titleOf(manifest)}: ${judgement.message}`]))).toEqual([]);
    // Among them: pods that the standard of their namespace would refuse.
    expect(judgements.flatMap(({ manifest, judgement }) => judgement.warnings.map((warning) => `${titleOf(manifest)}: ${warning}`))).toEqual([]);
  });
});

test("kinds whose definitions are not to be had are exactly those that are listed", async () => {
  const used = new Set([...manifests.values()].flat().map(kindOf));
  const builtIn = new Set<string>();
  for (const kind of used) if (await server.client.knows(split(kind))) builtIn.add(kind);
  expect([...used].filter((kind) => !builtIn.has(kind)).toSorted()).toEqual(unproven);
});

test.for([
  { what: "a misspelt field", change: { readinesProbe: {} }, says: /readinesProbe/ },
  { what: "a value of another type", change: { ports: [{ containerPort: "eighty" }] }, says: /containerPort/ },
])("$what is refused", async ({ change, says }) => {
  const manifest = find("kubernetes", "Deployment", "edge");
  const judgement = await apply({ ...manifest, document: changed(manifest.document, "image", (container) => ({ ...container, ...change })) });
  expect(judgement.accepted).toBe(false);
  expect(judgement.message).toMatch(says);
});

test("a misspelt field of a custom resource is refused", async () => {
  const manifest = find("kubernetes", "ScaledObject", "worker");
  const planted = changed(manifest.document, "maxReplicaCount", (spec) => ({ ...spec, maxReplicas: 3 }));
  expect(await apply({ ...manifest, document: planted })).toMatchObject({ accepted: false, message: expect.stringMatching(/maxReplicas/) });
});

test("a pod that may become root is warned of", async () => {
  const manifest = find("kubernetes", "Deployment", "edge");
  const planted = changed(manifest.document, "runAsNonRoot", (context) => ({ ...context, runAsNonRoot: false }));
  expect((await apply({ ...manifest, document: planted })).warnings.join()).toMatch(/runAsNonRoot/);
});

const objectSchema = z.record(z.string(), z.unknown());

/** The document with another object in the place of each that has the given key. */
function changed(
  document: Manifest["document"],
  key: string,
  change: (object: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Manifest["document"] {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    const object = objectSchema.safeParse(value);
    if (!object.success) return value;
    const inner = Object.fromEntries(Object.entries(object.data).map(([name, item]) => [name, visit(item)]));
    return key in inner ? change(inner) : inner;
  };
  return objectSchema.parse(visit(document));
}

function find(environment: EnvironmentName, kind: string, name: string): Manifest {
  const found = manifests.get(environment)?.find((manifest) => manifest.kind === kind && manifest.name === name && manifest.region === "us-east-1");
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
}

const manifestsFor = async (name: EnvironmentName): Promise<readonly Manifest[]> => manifestsOf((await recordEstate(name)).estate).manifests;

/** Namespaces are made, not only judged: nothing can be judged in one that is not there. */
async function makeNamespaces(all: readonly Manifest[]): Promise<void> {
  for (const manifest of all.filter(({ kind, apiVersion }) => kind === "Namespace" && apiVersion === "v1"))
    expect(await server.client.apply(objectOf(manifest), { dryRun: false })).toMatchObject({ accepted: true });
}

const judge = async (manifest: Manifest) => ({ manifest, judgement: await apply(manifest) });

async function apply(manifest: Manifest): Promise<Judgement> {
  return server.client.apply(objectOf(manifest), { dryRun: true, ...(isPatch(manifest) ? { manager: "patch" } : {}) });
}

/** Changes an object that another manifest makes. */
const isPatch = ({ urn }: Manifest): boolean => /:[A-Z]\w*Patch::/.test(urn);

/** A patch is judged on what it changes, so that must be there. */
async function makePatched(all: readonly Manifest[]): Promise<void> {
  for (const patch of all.filter(isPatch)) {
    const base = all.find(
      (other) => !isPatch(other) && kindOf(other) === kindOf(patch) && other.namespace === patch.namespace && other.name === patch.name,
    );
    if (base === undefined) throw new Error(`${titleOf(patch)} changes what no manifest makes`);
    expect(await server.client.apply(objectOf(base), { dryRun: false })).toMatchObject({ accepted: true });
  }
}

/** In the place of what is known later and is no text, or text of a certain form: whole values, by key. */
const standIns: Readonly<Record<string, unknown>> = {
  subnetSelectorTerms: [{ id: "subnet-0123456789abcdef0" }],
  securityGroupSelectorTerms: [{ id: "sg-0123456789abcdef0" }],
};

/** Keys that Kubernetes demands of a Secret by its type. */
const keysOf: Readonly<Record<string, readonly string[]>> = { "kubernetes.io/basic-auth": ["username", "password"] };

function complete(document: Manifest["document"]): Manifest["document"] {
  const whole = Object.entries(standIns).reduce(
    (shown, [key, value]) =>
      changed(shown, key, (object) => (JSON.stringify(object[key]).includes(knownLater) ? { ...object, [key]: value } : object)),
    document,
  );
  const keys = keysOf[String(whole["type"])] ?? [];
  // Only where none is known: known ones are judged as they are.
  return keys.length === 0 || JSON.stringify(whole["stringData"]) !== JSON.stringify({ [knownLater]: knownLater })
    ? whole
    : { ...whole, stringData: Object.fromEntries(keys.map((key) => [key, knownLater])) };
}

const objectOf = ({ document, apiVersion, kind, name, namespace }: Manifest): KubernetesObject & Readonly<Record<string, unknown>> => {
  const whole = complete(document);
  return { ...whole, apiVersion, kind, metadata: { ...objectSchema.parse(whole["metadata"]), name, ...(namespace === null ? {} : { namespace }) } };
};

/** Eight at a time. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += 8) results.push(...(await Promise.all(items.slice(start, start + 8).map(work))));
  return results;
}

const kindOf = ({ apiVersion, kind }: Pick<Manifest, "apiVersion" | "kind">): string => `${apiVersion}/${kind}`;
const titleOf = ({ region, kind, namespace, name }: Manifest): string => `${region ?? "global"} ${kind} ${namespace ?? ""}/${name}`;

function split(kind: string): { readonly apiVersion: string; readonly kind: string } {
  const parts = kind.split("/");
  return { apiVersion: parts.slice(0, -1).join("/"), kind: parts.at(-1) ?? "" };
}
