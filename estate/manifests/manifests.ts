// The Kubernetes objects of an estate as manifests, in an order in which they can be applied; charts beside them.
import { isRecord } from "../inputs.ts";
import { unknownValue, type Estate, type Resource } from "../resource.ts";
import { applyOrder } from "./order.ts";

/** Stands where a value is known only after something else exists. It is a name that Kubernetes takes. */
export const knownLater = "known-after-creation";

export interface Manifest {
  readonly urn: string;
  /** The region whose cluster it belongs to; null for what belongs to no region's own. */
  readonly region: string | null;
  readonly apiVersion: string;
  readonly kind: string;
  /** In `document.metadata`, too. */
  readonly name: string;
  /** Null for what is cluster-wide, or goes where the caller is. */
  readonly namespace: string | null;
  /** What Kubernetes takes: secrets are placeholders ("[secret]", in the form that its place asks for), unknown values `knownLater`. */
  readonly document: Readonly<Record<string, unknown>>;
  /** Places in the document that are known only later. */
  readonly unknown: readonly string[];
}

/** A chart that is installed by Helm, whose objects are the chart's own. */
export interface Chart {
  readonly urn: string;
  readonly region: string | null;
  readonly release: string;
  readonly namespace: string | null;
  readonly chart: string;
  readonly version: string | null;
  readonly repository: string | null;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Manifests {
  /** Regions in the environment's order, what belongs to none first; in a region as they can be applied. */
  readonly manifests: readonly Manifest[];
  readonly charts: readonly Chart[];
  /** Parts of objects that others make: laid over them by `kubectl apply --server-side`, no objects by themselves. */
  readonly patches: readonly Manifest[];
}

const releaseType = "kubernetes:helm.sh/v3:Release";

/** The same for the same resources, in whatever order they were recorded. */
export function manifestsOf(estate: Estate): Manifests {
  const ordered = applyOrder(estate.resources);
  const place = ({ region }: { readonly region: string | null }): number => (region === null ? -1 : estate.regions.indexOf(region));
  const byRegion = <T extends { readonly region: string | null }>(items: readonly T[]): readonly T[] => items.toSorted((a, b) => place(a) - place(b));
  return {
    manifests: byRegion(ordered.filter((resource) => isObject(resource) && !isPatch(resource)).map(manifest)),
    charts: byRegion(ordered.filter(({ type }) => type === releaseType).map(chart)),
    patches: byRegion(ordered.filter((resource) => isObject(resource) && isPatch(resource)).map(manifest)),
  };
}

/** Whether a resource is one object of a cluster. */
export const isObject = ({ type, component }: Resource): boolean => !component && objectType.test(type) && type !== releaseType;

/** Pulumi has a second class for every kind, called "ServicePatch" for a Service. */
const isPatch = ({ type, inputs }: Resource): boolean => type.endsWith("Patch") && inputs["kind"] !== type.split(":").at(-1);

/** Such as "kubernetes:apps/v1:Deployment"; not the provider ("pulumi:providers:kubernetes"), nor its own ("kubernetes:yaml:ConfigFile"). */
const objectType = /^kubernetes:(?:[a-z0-9.-]+\/)?v\d+(?:(?:alpha|beta)\d+)?:[A-Z]\w*$/;

function manifest({ urn, type, name: resourceName, region, inputs, unknown }: Resource): Manifest {
  const [, token = "", kindOfType = ""] = type.split(":");
  const apiVersion = text(inputs["apiVersion"]) ?? token.replace(/^core\//, "");
  const kind = text(inputs["kind"]) ?? kindOfType;
  const metadata = record(inputs["metadata"]);
  // Pulumi gives a name of its own to what has none; its resource's name says as well what it is.
  const name = text(metadata["name"]) ?? text(metadata["generateName"])?.replace(/-$/, "") ?? resourceName;
  const namespace = text(metadata["namespace"]);
  const rest = Object.fromEntries(Object.entries(inputs).filter(([key]) => !["apiVersion", "kind", "metadata"].includes(key)));
  const shown = kind === "Secret" && apiVersion === "v1" ? { ...rest, data: encoded(rest["data"]), stringData: entries(rest["stringData"]) } : rest;
  return {
    urn,
    region,
    apiVersion,
    kind,
    name,
    namespace: namespace ?? (metadata["namespace"] === unknownValue ? knownLater : null),
    document: record(withoutUnknown({ apiVersion, kind, metadata: { ...metadata, name }, ...shown })),
    unknown,
  };
}

function chart({ urn, name, region, inputs }: Resource): Chart {
  return {
    urn,
    region,
    release: text(inputs["name"]) ?? name,
    namespace: text(inputs["namespace"]),
    chart: text(inputs["chart"]) ?? knownLater,
    version: text(inputs["version"]),
    repository: text(record(inputs["repositoryOpts"])["repo"]),
    values: record(withoutUnknown(record(inputs["values"]))),
  };
}

/** What is not there is left out, as JSON does. */
function withoutUnknown(value: unknown): unknown {
  if (value === unknownValue) return knownLater;
  if (typeof value === "string") return value.replaceAll(unknownValue, knownLater);
  if (Array.isArray(value)) return value.map(withoutUnknown);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, withoutUnknown(item)]])));
}

/** `data` of a Secret is base64, the placeholder too. */
const encoded = (data: unknown): unknown =>
  data === unknownValue
    ? { [knownLater]: "" }
    : isRecord(data)
      ? Object.fromEntries(Object.entries(data).map(([key, value]) => [key, value === "[secret]" ? hiddenInBase64 : value]))
      : undefined;

/** With one value unknown all of a Secret is, its keys too: some entry stands for all. */
const entries = (data: unknown): unknown => (data === unknownValue ? { [knownLater]: knownLater } : data);

const hiddenInBase64 = "W3NlY3JldF0=";

const text = (value: unknown): string | null => (typeof value === "string" && value !== unknownValue ? value : null);
const record = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});
