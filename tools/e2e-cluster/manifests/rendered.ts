// Our own manifests, as `gameday render kubernetes` writes them, made to run on one small node that no registry feeds.
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { parse } from "yaml";
import { withImage } from "../../images/set-digest.ts";
import { manifestSchema, type Manifest } from "../cluster.ts";
import { repositories } from "../image/contents.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** What this cluster has no kind or no controller for: they belong to charts, whose images only a registry has. */
const foreign = [".istio.io/", "keda.sh/", "monitoring.coreos.com/", ".k8s.elastic.co/"];
/** Namespaces of which everything else belongs to such a chart. */
const ofCharts = /^(istio-system|keda|monitoring|.*-vector-store)$/;

export interface Rendered {
  readonly manifests: readonly Manifest[];
  /** By kind, how many are left out. */
  readonly leftOut: ReadonlyMap<string, number>;
  readonly charts: readonly string[];
  readonly apiKey: string;
}

/** `image` gives the reference of a repository; `regions`: those whose workloads are deployed, of the others only the data. */
export async function renderWorkloads(folder: string, image: (repository: string) => string, regions: readonly string[]): Promise<Rendered> {
  const [repository = "", digest = ""] = image(repositories.workloads).split("@");
  const settings = join(folder, "Pulumi.kubernetes.yaml");
  const output = join(folder, "rendered");
  await mkdir(output, { recursive: true });
  await writeFile(settings, withImage(await readFile(join(root, "stacks/settings/Pulumi.kubernetes.yaml"), "utf8"), repository, digest));
  await promisify(execFile)(process.execPath, [join(root, "gameday.mjs"), "render", "kubernetes", "--settings", settings, "--output", output]);

  const apiKey = randomBytes(16).toString("hex");
  const secrets = secretsOf(apiKey);
  const leftOut = new Map<string, number>();
  const manifests: Manifest[] = [];
  const charts: string[] = [];
  for (const place of (await readdir(output)).toSorted(primaryFirst)) {
    charts.push(...(await readdir(join(output, place, "charts")).catch(() => [])).map((name) => name.replace(/\.yaml$/, "")));
    for (const name of (await readdir(join(output, place))).filter((file) => file.endsWith(".yaml")).toSorted()) {
      const manifest = manifestSchema.parse(parse(await readFile(join(output, place, name), "utf8")));
      const region = place === "global" || regions.includes(place);
      if (runsHere(manifest) && (region || isData(manifest, place))) manifests.push(adapt(manifest, image, secrets));
      else leftOut.set(manifest.kind, (leftOut.get(manifest.kind) ?? 0) + 1);
    }
  }
  return { manifests, leftOut, charts, apiKey };
}

const primaryFirst = (a: string, b: string): number => rank(a) - rank(b) || (a < b ? -1 : 1);
const rank = (place: string): number => (place === "us-east-1" ? 0 : place === "global" ? 2 : 1);

function runsHere({ apiVersion, kind, metadata: { name, namespace } }: Manifest): boolean {
  if (foreign.some((group) => apiVersion.includes(group))) return false;
  return kind === "Namespace" ? !/^(istio-system|keda|.*-vector-store)$/.test(name) : !ofCharts.test(namespace ?? "");
}

const isData = ({ kind, metadata: { name, namespace } }: Manifest, region: string): boolean =>
  (kind === "Namespace" ? name : namespace) === `${region}-data`;

/** What a rendering does not tell: passwords, one set for all regions as `up` makes them. */
function secretsOf(apiKey: string): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const password = (): string => randomBytes(16).toString("hex");
  const [owner, superuser, standby, redis] = [password(), password(), password(), password()];
  return {
    "data-access": { "postgres-password": owner, "redis-password": redis },
    postgres: { owner, superuser, standby },
    redis: { redis },
    entry: { "api-key": apiKey },
  };
}

function adapt(manifest: Manifest, image: (repository: string) => string, secrets: ReturnType<typeof secretsOf>): Manifest {
  if (manifest.kind === "Secret") return { ...manifest, stringData: secrets[manifest.metadata.name] ?? {} };
  const text = JSON.stringify(manifest, (key, value: unknown) => {
    if (key === "image" && typeof value === "string") return ownImage(value, image);
    // Two cores are all there is; limits stay what they are.
    if (key === "requests" && typeof value === "object" && value !== null && "memory" in value && "cpu" in value) return { ...value, cpu: "10m" };
    return value;
  });
  return manifestSchema.parse(JSON.parse(text));
}

/** Images of others are replaced by our own of the same programs. */
function ownImage(reference: string, image: (repository: string) => string): string {
  if (reference.startsWith("docker.io/library/postgres@")) return image(repositories.postgres);
  if (reference.startsWith("docker.io/library/redis@")) return image(repositories.redis);
  return reference;
}
