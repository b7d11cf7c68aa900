// What experiments are told against what Litmus' own code reads: every variable that it asks for is a parameter, and every parameter is asked for.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { experimentLibrary } from "../chaos/litmus/library.ts";
import { suppliedByLitmus } from "../chaos/litmus/parts/parameters.ts";
import { moduleFolder } from "./cluster/kinds.ts";

/** The newest that the Go module proxy has; tools/litmus-go builds from it. The library is written for a later release. */
const source = { module: "github.com/litmuschaos/litmus-go", version: "v0.0.0-20230605073551-d73728198577" };

/** Folders of pkg/ by the names of experiments; one that is not here has one of its own in pkg/generic. */
const folders: readonly (readonly [RegExp, string])[] = [
  [/^pod-(cpu-hog|memory-hog|io-stress)$/, "generic/stress-chaos"],
  [/^pod-network-(?!partition)/, "generic/network-chaos"],
  [/^pod-http-/, "generic/http-chaos"],
  [/^pod-dns-/, "generic/pod-dns-chaos"],
  [/^ebs-loss-/, "kube-aws/ebs-loss"],
  [/^ec2-/, "kube-aws/*"],
  [/^gcp-/, "gcp/*"],
  [/./, "generic/*"],
];
const folderOf = (name: string): string => (folders.find(([names]) => names.test(name))?.[1] ?? "").replace("*", name);

/** Read, and of no use to whoever runs an experiment. */
const idle = [
  // By each experiment of several that share one reader: which it is.
  "CHAOS_TYPE",
  // Overwritten from the targets of the engine.
  "APP_KIND",
  "APP_LABEL",
  "APP_NAMESPACE",
  // Read by all, used by pod-delete alone.
  "RANDOMNESS",
  // Never used by experiments of nodes, clouds and policies.
  "TARGET_CONTAINER",
  // Of experiments by label, which share their reader with those by name.
  "DISK_AFFECTED_PERC",
  "DISK_VOLUME_LABEL",
  "INSTANCE_AFFECTED_PERC",
  "INSTANCE_LABEL",
  // Of pod-http-modify-header, which is not in the library.
  "HEADERS_MAP",
  "HEADER_MODE",
];

/**
 * Of the release, and not yet of the older code: read so in litmus-go 3.28.0 (pkg/<folder>/environment/environment.go), and held here by nothing but that
 * reading. An experiment with a list of its own is not in the older code at all.
 */
const newer: Readonly<Record<string, readonly string[]>> = {
  "container-kill": ["CONTAINER_API_TIMEOUT"],
  "ec2-terminate-by-tag": ["EC2_INSTANCE_TAG"],
  "pod-network-corruption": ["CORRELATION"],
  "pod-network-duplication": ["CORRELATION"],
  "pod-network-latency": ["CORRELATION"],
  "pod-network-loss": ["CORRELATION"],
  "pod-network-rate-limit": ["BURST", "LIMIT", "MIN_BURST", "NETWORK_BANDWIDTH", "PEAK_RATE"],
};
/** What the release reads by another name. */
const renamed = ["INSTANCE_TAG"];
/** Not in the older code at all: a later experiment, and one of litmus-python. */
const absent = ["rds-instance-stop", "aws-az-chaos"];
/** Read by Amazon's own library. */
const elsewhere = ["AWS_SHARED_CREDENTIALS_FILE"];

const variables = (name: string): string[] =>
  Object.values(experimentLibrary.find((row) => row.name === name)?.parameters ?? {}).map(({ environment }) => environment);

/** What an experiment's reader and the one that all share ask for; null: the code does not know the experiment. */
async function readBy(name: string): Promise<ReadonlySet<string> | null> {
  const folder = await moduleFolder(source.module, source.version);
  const [own, shared] = await Promise.all(
    [`pkg/${folderOf(name)}/environment/environment.go`, "pkg/types/types.go"].map((file) => readFile(join(folder, file), "utf8").catch(() => null)),
  );
  if (own === null || own === undefined) return null;
  return new Set([...`${own}${shared ?? ""}`.matchAll(/Getenv\("(\w+)"/g)].map(([, variable = ""]) => variable));
}

test.for(experimentLibrary.map(({ name }) => name).filter((name) => !absent.includes(name)))("%s", async (name) => {
  const read = await readBy(name);
  if (read === null) throw new Error("the code does not know it");
  expect(read.size).toBeGreaterThan(10);
  const siblings = experimentLibrary.filter((row) => folderOf(row.name) === folderOf(name)).flatMap((row) => variables(row.name));
  const known = new Set<string>([...siblings, ...suppliedByLitmus, ...idle, ...renamed]);
  expect([...read].filter((variable) => !known.has(variable))).toEqual([]);
  expect(
    variables(name)
      .filter((variable) => !read.has(variable) && !elsewhere.includes(variable))
      .toSorted(),
  ).toEqual(newer[name] ?? []);
});

test("two experiments are of later code, or of other code", async () => {
  for (const name of absent) expect(await readBy(name)).toBeNull();
});
