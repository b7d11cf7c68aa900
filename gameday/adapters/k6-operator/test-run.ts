// A load as k6-operator takes it: a ConfigMap with the bundled program and a TestRun over it. Pure, and the only file that knows the TestRun's fields.
// Field names: grafana/k6-operator, tag v1.6.0, api/v1alpha1/testrun_types.go.
import { UserError } from "../../../model/user-error.ts";
import { clusterLoad, loadEnvironment } from "../../../model/protocol/load.ts";
import { programEnvironment, virtualUsersOf } from "../../../model/protocol/load-program.ts";
import type { Schedule } from "../../../model/load-shapes.ts";
import type { ClusterOutput } from "../../../model/outputs.ts";
import { runLabel } from "../cluster/marks.ts";

/** The releases that these documents were written for: of the chart in components/charts/table.ts, and of tools/k6. */
export const operatorRelease = "1.6.0";
const images = { runner: "grafana/k6:1.8.1", starter: `ghcr.io/grafana/k6-operator:starter-v${operatorRelease}` } as const;

export interface LoadTest {
  /** Of the TestRun, its ConfigMap and its Secret; the runners are `<name>-1` and so on. */
  readonly name: string;
  /** Id of the run, by which everything of it is found again. */
  readonly run: string;
  readonly cluster: Pick<ClusterOutput, "loadNamespace" | "prometheus">;
  readonly scenario: string;
  /** The bundled program. */
  readonly program: string;
  readonly schedule: Schedule;
  readonly longestIterationSeconds: number;
  readonly runners: number;
  readonly entry: string;
  readonly paths: readonly string[];
  readonly seed: number;
  /** True: the API key is in the Secret of the same name. */
  readonly hasApiKey: boolean;
}

interface Document {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

export interface LoadDocuments {
  readonly configMap: Document;
  readonly testRun: Document;
}

/** etcd's limit, and so that of a ConfigMap's data. */
const mostBytes = 1_048_576;
/** The operator names a runner's service `<name>-service-<n>`, and that must be a DNS label. */
const longestName = 63 - "-service-999".length;
const keyOfSecret = "api-key";

/** Throws UserError for a program that fits no ConfigMap and for a name that is too long. */
export function renderLoadTest(test: LoadTest): LoadDocuments {
  const { name, scenario, program } = test;
  const bytes = Buffer.byteLength(program);
  const problems = [
    ...(bytes > mostBytes
      ? [{ path: `scenario ${scenario}`, message: `its bundle is ${bytes} bytes, and a ConfigMap holds ${mostBytes}`, remedy: "import less into it" }]
      : []),
    ...(name.length > longestName
      ? [{ path: "name", message: `${name} is longer than ${longestName} characters`, remedy: "give the phase a shorter name" }]
      : []),
  ];
  if (problems.length > 0) throw new UserError("the load cannot be given to k6-operator:", problems);
  const file = `${scenario}.js`;
  return {
    configMap: { apiVersion: "v1", kind: "ConfigMap", metadata: metadataOf(test), immutable: true, data: { [file]: program } },
    testRun: {
      apiVersion: "k6.io/v1alpha1",
      kind: "TestRun",
      metadata: metadataOf(test),
      spec: {
        parallelism: test.runners,
        script: { configMap: { name, file } },
        args: [...runnerArguments],
        // It would only try what was bundled a moment ago, in a pod more, and does not see what comes from ConfigMaps.
        initializer: { disabled: true },
        starter: {
          image: images.starter,
          metadata: { labels: labelsOf(test) },
          automountServiceAccountToken: "false",
          containerSecurityContext: restricted,
          securityContext: unprivileged,
        },
        runner: runnerOf(test),
      },
    },
  };
}

/** The API key, where the system wants one. */
export const renderApiKey = (test: Pick<LoadTest, "name" | "run" | "cluster">, apiKey: string): Document => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: metadataOf(test),
  immutable: true,
  stringData: { [keyOfSecret]: apiKey },
});

/** Beside those that the operator adds: execution segment, --paused, --quiet, the address of its API, tags. */
const runnerArguments = ["--no-usage-report", "--no-color", "--summary-mode=disabled", "--out", "experimental-prometheus-rw"] as const;

const restricted = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } } as const;
/** The number of the user `k6` in k6's image, and of any other in the starter's. */
const unprivileged = { runAsNonRoot: true, runAsUser: 12_345, seccompProfile: { type: "RuntimeDefault" } } as const;

function runnerOf(test: LoadTest): Record<string, unknown> {
  const { cluster, schedule, longestIterationSeconds, runners, hasApiKey, name } = test;
  const virtualUsers = virtualUsersOf(schedule, longestIterationSeconds);
  const key = { name: loadEnvironment.apiKey, valueFrom: { secretKeyRef: { name, key: keyOfSecret } } };
  return {
    image: images.runner,
    metadata: { labels: labelsOf(test) },
    automountServiceAccountToken: "false",
    env: [
      ...Object.entries({ ...programEnvironment({ ...test, generators: runners, virtualUsers }), ...outputEnvironment(cluster) }).map(
        ([variable, value]) => ({ name: variable, value: literal(value) }),
      ),
      ...(hasApiKey ? [key] : []),
    ],
    // What the cluster's own Prometheus wants of those who write to it.
    envFrom: [{ configMapRef: { name: clusterLoad.environment, optional: true } }],
    // One core at most: the rate that a runner makes was measured with it.
    resources: { requests: { cpu: "500m", memory: "512Mi" }, limits: { cpu: "1", memory: "1Gi" } },
    securityContext: unprivileged,
    containerSecurityContext: restricted,
    tolerations: [{ ...clusterLoad.taint, operator: "Equal" }],
    affinity: {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            preference: {
              matchExpressions: Object.entries(clusterLoad.label).map(([label, value]) => ({ key: label, operator: "In", values: [value] })),
            },
          },
        ],
      },
    },
    // Their processors are theirs: two of them on a node are one generator of half the size.
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "ScheduleAnyway", labelSelector: { matchLabels: labelsOf(test) } },
    ],
  };
}

/** Where the samples go; each second, as cumulative native histograms, which can be added up over runners. */
function outputEnvironment({ prometheus }: LoadTest["cluster"]): Readonly<Record<string, string>> {
  return {
    ...(prometheus === undefined
      ? {}
      : { K6_PROMETHEUS_RW_SERVER_URL: `http://${prometheus.service}.${prometheus.namespace}.svc:${prometheus.port}/api/v1/write` }),
    K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM: "true",
    K6_PROMETHEUS_RW_PUSH_INTERVAL: "1s",
  };
}

const labelsOf = ({ run }: Pick<LoadTest, "run">): Readonly<Record<string, string>> => ({ [runLabel]: run });

const metadataOf = ({ name, run, cluster }: Pick<LoadTest, "name" | "run" | "cluster">): Document["metadata"] => ({
  name,
  namespace: cluster.loadNamespace,
  labels: { ...labelsOf({ run }), "app.kubernetes.io/managed-by": "gameday" },
});

/** Kubernetes replaces `$(NAME)` in values; `$$(` is how one says it. */
const literal = (value: string): string => value.replaceAll("$(", "$$$$(");
