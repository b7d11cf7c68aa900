// Kinds that others bring to a cluster: where their definitions are had, from Go modules at their pinned versions; and those that nobody here has.
import { execFile } from "node:child_process";
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { parseAllDocuments } from "yaml";
import { z } from "zod";

interface Definitions {
  readonly module: string;
  readonly version: string;
  readonly files: readonly string[];
  /** "<group>/<version>/<Kind>" that are used here. */
  readonly kinds: readonly string[];
}

/** The versions are those of the charts (components/charts/table.ts); Istio's has no module of exactly its version, but one of its minor. */
export const definitions: readonly Definitions[] = [
  {
    module: "istio.io/api",
    version: "v1.30.8",
    files: ["kubernetes/customresourcedefinitions.gen.yaml"],
    kinds: ["security.istio.io/v1/AuthorizationPolicy", "security.istio.io/v1/PeerAuthentication"],
  },
  {
    module: "github.com/kedacore/keda/v2",
    version: "v2.20.2",
    files: ["config/crd/bases/keda.sh_scaledobjects.yaml", "config/crd/bases/keda.sh_triggerauthentications.yaml"],
    kinds: ["keda.sh/v1alpha1/ScaledObject", "keda.sh/v1alpha1/TriggerAuthentication"],
  },
  {
    module: "github.com/elastic/cloud-on-k8s/v3",
    version: "v3.5.0",
    files: [
      "config/crds/v1/resources/elasticsearch.k8s.elastic.co_elasticsearches.yaml",
      "config/crds/v1/resources/kibana.k8s.elastic.co_kibanas.yaml",
    ],
    kinds: ["elasticsearch.k8s.elastic.co/v1/Elasticsearch", "kibana.k8s.elastic.co/v1/Kibana"],
  },
  {
    module: "sigs.k8s.io/karpenter",
    version: "v1.14.1",
    files: ["pkg/apis/crds/karpenter.sh_nodepools.yaml"],
    kinds: ["karpenter.sh/v1/NodePool"],
  },
  {
    module: "github.com/aws/karpenter-provider-aws",
    version: "v1.14.1",
    files: ["pkg/apis/crds/karpenter.k8s.aws_ec2nodeclasses.yaml"],
    kinds: ["karpenter.k8s.aws/v1/EC2NodeClass"],
  },
  {
    module: "sigs.k8s.io/gateway-api",
    version: "v1.5.1",
    files: ["config/crd/standard/gateway.networking.k8s.io_gateways.yaml"],
    kinds: ["gateway.networking.k8s.io/v1/Gateway"],
  },
  {
    module: "github.com/litmuschaos/chaos-operator",
    version: "v0.0.0-20240601063404-e96a7ee7f1f7",
    files: ["chaosengine", "chaosexperiment", "chaosresults"].map((name) => `deploy/crds/${name}_crd.yaml`),
    kinds: ["litmuschaos.io/v1alpha1/ChaosEngine", "litmuschaos.io/v1alpha1/ChaosExperiment", "litmuschaos.io/v1alpha1/ChaosResult"],
  },
  {
    module: "github.com/argoproj/argo-workflows/v4",
    version: "v4.0.5",
    files: ["cronworkflows", "workflows"].map((name) => `manifests/base/crds/full/argoproj.io_${name}.yaml`),
    kinds: ["argoproj.io/v1alpha1/CronWorkflow", "argoproj.io/v1alpha1/Workflow"],
  },
];

/** What is made for runs, and not by stacks. Argo's full definitions: the ones that its chart installs take anything. */
const definitionsOfRuns: readonly Definitions[] = [
  {
    module: "github.com/argoproj/argo-workflows/v4",
    version: "v4.0.5",
    files: ["manifests/base/crds/full/argoproj.io_cronworkflows.yaml", "manifests/base/crds/full/argoproj.io_workflows.yaml"],
    kinds: ["argoproj.io/v1alpha1/CronWorkflow", "argoproj.io/v1alpha1/Workflow"],
  },
];

/**
 * Unproven: no package that a registry has brings their definitions. What is made of them is only as right as its types (components/charts/values,
 * components/cluster/aws).
 */
export const unproven: readonly string[] = [
  "elbv2.k8s.aws/v1beta1/TargetGroupBinding",
  "monitoring.coreos.com/v1/PodMonitor",
  "monitoring.coreos.com/v1/Probe",
  "monitoring.coreos.com/v1/PrometheusRule",
];

/** Unproven too, of what is made for runs: k6-operator has no module that could be had (gameday/adapters/k6-operator/test-run.ts holds its fields by types). */
export const unprovenOfRuns: readonly string[] = ["k6.io/v1alpha1/TestRun"];

/**
 * Fields that Litmus reads and whose definitions do not list them: they let anything pass there. Only types hold these (chaos/litmus/manifest.ts), and they
 * are as right as their source. By kind and path.
 */
export const unlisted: Readonly<Record<string, string>> = {
  "ChaosEngine.spec.components.runner.imagePullPolicy": "chaos-operator, api/litmuschaos/v1alpha1/chaosengine_types.go, RunnerInfo",
};

const definitionSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.literal("CustomResourceDefinition"),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({ group: z.string(), names: z.looseObject({ kind: z.string() }), versions: z.array(z.looseObject({ name: z.string() })) }),
});
export type Definition = z.output<typeof definitionSchema>;

/** The definitions of the kinds that stacks make, or those of one group. What was downloaded once stays in Go's own cache. */
export async function readDefinitions(group?: string): Promise<readonly Definition[]> {
  const rows =
    group === undefined ? definitions : [...definitions, ...definitionsOfRuns].filter(({ kinds }) => kinds.some((kind) => kind.startsWith(group)));
  const all = await Promise.all(
    rows.map(async ({ module, version, files, kinds }) => {
      const folder = await moduleFolder(module, version);
      const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
      // Parsing is most of the time: a file of many definitions is cut before it is read.
      const wanted = texts
        .flatMap((text) => text.split(/^---$/m))
        .filter((text) => kinds.some((kind) => text.includes(`kind: ${kind.split("/")[2]}\n`)));
      return wanted.flatMap((text) =>
        parseAllDocuments(text).flatMap((document) => {
          const parsed = definitionSchema.safeParse(document.toJS());
          return parsed.success && kinds.includes(usedName(parsed.data, kinds)) ? [parsed.data] : [];
        }),
      );
    }),
  );
  return all.flat();
}

const usedName = ({ spec }: Definition, kinds: readonly string[]): string =>
  kinds.find((kind) => spec.versions.some(({ name }) => kind === `${spec.group}/${name}/${spec.names.kind}`)) ?? "";

const downloadSchema = z.object({ Dir: z.string() });

/** Where a module lies in Go's own cache, downloaded where it is not there. */
export async function moduleFolder(module: string, version: string): Promise<string> {
  const run = promisify(execFile);
  const { stdout } = await run("go", ["env", "GOMODCACHE"]);
  const folder = join(stdout.trim(), `${module.replaceAll(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`)}@${version}`);
  const there = await access(folder).then(
    () => true,
    () => false,
  );
  if (there) return folder;
  const downloaded = await run("go", ["mod", "download", "-json", `${module}@${version}`], { cwd: "/", maxBuffer: 2 ** 22 });
  return downloadSchema.parse(JSON.parse(downloaded.stdout)).Dir;
}
