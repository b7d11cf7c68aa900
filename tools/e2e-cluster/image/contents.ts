// What each image of the node holds: programs of Debian's packages, of Go modules and of this project, upon a shell.
import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { runnerImages } from "../../../chaos/litmus/release.ts";
import { bundleWorkloads } from "../../images/bundle.ts";
import type { FoundProgram } from "../../programs/find.ts";
import type { ProgramName } from "../../programs/table.ts";
import { folderOf, pathOf } from "../programs.ts";
import type { ImageSource, Layer } from "./archive.ts";
import { file, folder, libraries, link, text, tree } from "./files.ts";

export const imagePrograms = [
  "k6",
  "redis",
  "toxiproxy",
  "promtool",
  "litmus-experiment",
  "chaos-operator",
] as const satisfies readonly ProgramName[];

export interface Sources {
  readonly found: Readonly<Record<(typeof imagePrograms)[number], FoundProgram>>;
  /** Where bundles may be written. */
  readonly folder: string;
}

/** What TestRuns of ours name (gameday/adapters/k6-operator/test-run.ts). */
const runnerImage = "grafana/k6:1.8.1";
const own = "proving-ground.invalid";
const path = "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
const standIn = (name: string): string => fileURLToPath(new URL(`../stand-ins/${name}`, import.meta.url));

/** By what manifests call them; those that stand in for an image of somebody else have a name of their own. */
export const repositories = {
  pause: `${own}/pause`,
  workloads: `${own}/workloads`,
  postgres: `${own}/postgres`,
  redis: `${own}/redis`,
  k6: `${own}/k6`,
  prometheus: `${own}/prometheus`,
  coredns: `${own}/coredns`,
  litmus: `${own}/litmus`,
  chaosOperator: `${own}/chaos-operator`,
  chaosRunner: `${own}/chaos-runner`,
} as const;

export async function imageSources(sources: Sources): Promise<readonly ImageSource[]> {
  const { found } = sources;
  const shell = await shellLayer(pathOf("shell"));
  const node = await nodeLayer();
  const one = (repository: string, layers: readonly Layer[], settings: ImageSource["settings"]): ImageSource => ({
    repository,
    layers: [shell, ...layers],
    settings: { Env: [path], ...settings },
  });
  return [
    one(repositories.pause, [], { Entrypoint: ["sleep", "infinity"] }),
    one(repositories.coredns, [[await file("coredns", pathOf("coredns"))]], { Entrypoint: ["/coredns"] }),
    {
      ...one(repositories.k6, [[await file("usr/bin/k6", found.k6.path)]], { Entrypoint: ["k6"], User: "12345:12345" }),
      aliases: [`docker.io/${runnerImage}`],
    },
    one(repositories.workloads, [node, await workloadsLayer(sources.folder)], {
      Entrypoint: ["node", "--no-warnings", "--max-semi-space-size=4"],
      Env: [path, "NODE_ENV=production"],
      User: "1000:1000",
      WorkingDir: "/app",
    }),
    one(repositories.postgres, [await postgresLayer(pathOf("postgres"))], {
      Entrypoint: ["docker-entrypoint.sh"],
      Env: ["PATH=/usr/local/bin:/usr/lib/postgresql/15/bin:/usr/bin:/bin"],
      User: "999:999",
    }),
    one(repositories.redis, [await redisLayer(found.redis)], { User: "999:999" }),
    one(repositories.prometheus, [await prometheusLayer(found.promtool)], { Entrypoint: ["prometheus"], User: "65534:65534" }),
    {
      ...one(repositories.litmus, [await litmusLayer(sources)], { WorkingDir: "/litmus" }),
      // Our experiments name the image of the release that they are written for; what can be built here is an older one.
      aliases: [runnerImages.go],
    },
    one(repositories.chaosOperator, [[await file("usr/bin/chaos-operator", found["chaos-operator"].path)]], {
      Entrypoint: ["chaos-operator"],
      User: "65534:65534",
    }),
    one(repositories.chaosRunner, [node, await runnerLayer()], {
      Entrypoint: ["node", "/chaos-runner.mjs"],
      Env: [path, "NODE_EXTRA_CA_CERTS=/var/run/secrets/kubernetes.io/serviceaccount/ca.crt"],
    }),
  ];
}

async function shellLayer(busybox: string): Promise<Layer> {
  const { stdout } = await promisify(execFile)(busybox, ["--list"]);
  const users = [
    "root:x:0:0:root:/:/bin/sh",
    "postgres:x:999:999:postgres:/:/bin/sh",
    "node:x:1000:1000:node:/:/bin/sh",
    "nobody:x:65534:65534:nobody:/:/bin/sh",
  ];
  return [
    ...["bin", "etc", "lib", "lib/x86_64-linux-gnu", "lib64", "usr", "usr/bin", "usr/sbin", "usr/local", "usr/local/bin", "var", "var/run"].map(
      (name) => folder(name),
    ),
    folder("tmp", 0o1777),
    folder("root", 0o700),
    text("etc/passwd", `${users.join("\n")}\n`),
    text("etc/group", "root:x:0:\npostgres:x:999:\nnode:x:1000:\nnogroup:x:65534:\n"),
    text("etc/nsswitch.conf", "hosts: files dns\n"),
    await file("bin/busybox", busybox),
    ...stdout
      .trim()
      .split("\n")
      .filter((name) => name !== "busybox")
      .map((name) => link(`bin/${name}`, "busybox")),
    // Only what a shell can do too is asked of it.
    text("bin/bash", '#!/bin/sh\nexec /bin/sh "$@"\n', 0o755),
  ];
}

const nodeLayer = async (): Promise<Layer> => [await file("usr/local/bin/node", process.execPath), ...(await libraries([process.execPath]))];

async function workloadsLayer(scratch: string): Promise<Layer> {
  await bundleWorkloads(join(scratch, "bundles"));
  return [folder("app"), ...(await tree("app", join(scratch, "bundles")))];
}

async function runnerLayer(): Promise<Layer> {
  const { outputFiles } = await build({
    entryPoints: [standIn("chaos-runner.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    write: false,
  });
  return [text("chaos-runner.mjs", outputFiles.map((output) => output.text).join(""))];
}

async function postgresLayer(postgres: string): Promise<Layer> {
  const root = folderOf("postgres");
  const bin = dirname(postgres);
  const programs = await readdir(bin);
  return [
    ...(await libraries(
      programs.map((name) => join(bin, name)),
      [join(root, "usr/lib/x86_64-linux-gnu")],
    )),
    ...["usr/lib", "usr/lib/postgresql", "usr/share", "usr/share/postgresql"].map((name) => folder(name)),
    ...(await tree("usr/lib/postgresql", join(root, "usr/lib/postgresql"))),
    ...(await tree("usr/share/postgresql", join(root, "usr/share/postgresql"))),
    ...(await tree("usr/share/zoneinfo", join(root, "usr/share/zoneinfo"))),
    await file("usr/local/bin/docker-entrypoint.sh", standIn("postgres-entrypoint.sh")),
  ];
}

async function redisLayer(redis: FoundProgram): Promise<Layer> {
  const programs = ["redis-server", "redis-cli"].map((name) => join(dirname(redis.path), name));
  return [
    ...(await libraries(programs, (redis.environment["LD_LIBRARY_PATH"] ?? "").split(":"))),
    ...(await Promise.all(programs.map((program) => file(`usr/bin/${program.split("/").at(-1) ?? ""}`, program)))),
  ];
}

async function prometheusLayer(promtool: FoundProgram): Promise<Layer> {
  const prometheus = join(dirname(promtool.path), "prometheus");
  return [...(await libraries([prometheus])), await file("usr/bin/prometheus", prometheus), folder("prometheus", 0o777)];
}

/** litmus-go's own two programs, and what they call: of its image's list, what cannot be had is in the folder of stand-ins. */
async function litmusLayer({ found }: Sources): Promise<Layer> {
  const runtime = folderOf("runtime");
  const stress = folderOf("stress-ng");
  const [ctr, iptables] = [join(runtime, "usr/bin/ctr"), join(runtime, "usr/sbin/xtables-legacy-multi")];
  return [
    ...(await libraries(
      [ctr, iptables, pathOf("stress-ng")],
      [join(runtime, "usr/lib/x86_64-linux-gnu"), join(stress, "usr/lib/x86_64-linux-gnu"), join(stress, "usr/lib")],
    )),
    ...["litmus", "usr/lib", "usr/lib/x86_64-linux-gnu"].map((name) => folder(name)),
    await file("litmus/experiments", found["litmus-experiment"].path),
    await file("litmus/helpers", pathOf("helper")),
    await file("usr/bin/stress-ng", pathOf("stress-ng")),
    await file("usr/bin/ctr", ctr),
    await file("usr/sbin/iptables", iptables),
    folder("usr/lib/x86_64-linux-gnu/xtables"),
    ...(await tree("usr/lib/x86_64-linux-gnu/xtables", join(runtime, "usr/lib/x86_64-linux-gnu/xtables"))),
    await file("usr/bin/kubectl", pathOf("kubectl")),
    await file("usr/bin/toxiproxy-server", found.toxiproxy.path),
    await file("usr/bin/toxiproxy-cli", pathOf("toxiproxy-cli")),
    ...(await Promise.all(["sudo", "nsutil", "pause", "crictl"].map((name) => file(`usr/local/bin/${name}`, standIn(name))))),
  ];
}
