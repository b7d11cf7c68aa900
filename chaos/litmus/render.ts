// From an experiment and a target to the two documents that Litmus reads. The one place where values become text; the same input is the same text.
import { assertNever } from "../../model/assert-never.ts";
import type { Experiment, Looks } from "./experiment.ts";
import type { ChaosEngine, ChaosExperiment, EnvironmentVariable } from "./manifest.ts";
import type { Parameter, Parameters, ParameterValue, ValuesOf } from "./parameter.ts";
import { policyRules } from "./parts/permissions.ts";
import { apiVersion, release, runnerImages } from "./release.ts";

export interface EngineTarget {
  /** Name of the ChaosEngine; its runner, jobs and result are named after it. At most 50 characters. */
  readonly engine: string;
  /** Where engines are made, beside Litmus. */
  readonly namespace: string;
  /** The service account that runner, experiment and helpers run as. */
  readonly account: string;
  /**
   * The application whose pods are hit. One label and no more: Litmus takes the pods that have *any* of several labels, not all of them.
   * Absent for nodes and clouds, which parameters name.
   */
  readonly application?: {
    readonly namespace: string;
    readonly kind: "deployment" | "statefulset" | "daemonset";
    readonly label: readonly [key: string, value: string];
  };
  /** Of engine, runner and experiment, so that what a run leaves behind can be found: gameday/run, gameday/fault. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Where probes look. Absent: the engine has no probes and no health check of its own; whoever made it looks by other ways. */
  readonly looks?: Partial<Looks>;
}

/** How long Litmus waits for pods to be well before it begins and once it is done, s. */
export const statusCheck = { delay: 2, timeout: 180 } as const;
/** How long a pod of Litmus may take to take its fault out again when it is told to end, s. */
export const terminationSeconds = 60;

/** Throws RangeError for a value that its parameter does not allow, and for a name that is too long. */
export function renderExperiment<P extends Parameters>(
  definition: Experiment<P>,
  target: EngineTarget,
  values: ValuesOf<P> = definition.values,
): { readonly experiment: ChaosExperiment; readonly engine: ChaosEngine } {
  if (target.engine.length > 50) throw new RangeError(`the engine's name ${target.engine} is longer than 50 characters`);
  return {
    experiment: experimentOf(definition, target.namespace),
    engine: engineOf(definition, target, environmentOf(definition.parameters, values)),
  };
}

/** Knows nothing of the target, so that several engines share it. */
function experimentOf({ name, runner, description, parameters, permissions, secret }: Experiment, namespace: string): ChaosExperiment {
  const labels = { name, "app.kubernetes.io/part-of": "litmus", "app.kubernetes.io/version": release };
  const { home, target, cluster } = permissions;
  return {
    apiVersion,
    kind: "ChaosExperiment",
    metadata: { name, namespace, labels: { ...labels, "app.kubernetes.io/component": "chaosexperiment" } },
    description: { message: description },
    spec: {
      definition: {
        scope: cluster.length > 0 ? "Cluster" : "Namespaced",
        permissions: policyRules(home, target, cluster),
        image: runnerImages[runner],
        imagePullPolicy: "IfNotPresent",
        command: ["/bin/bash"],
        args: ["-c", runner === "go" ? `./experiments -name ${name}` : `python3 -u experiment -name ${name}`],
        env: environmentOf(parameters, {}),
        labels: { ...labels, "app.kubernetes.io/component": "experiment-job" },
        ...(secret === undefined ? {} : { secrets: [{ ...secret }] }),
      },
    },
  };
}

function engineOf<P extends Parameters>(definition: Experiment<P>, target: EngineTarget, env: EnvironmentVariable[]): ChaosEngine {
  const { engine, namespace, account, application, labels = {}, looks } = target;
  const probes = looks === undefined ? [] : definition.probes(looksOf(target, looks));
  return {
    apiVersion,
    kind: "ChaosEngine",
    metadata: { name: engine, namespace, labels: { "app.kubernetes.io/part-of": "gameday-chaos", ...labels } },
    spec: {
      engineState: "active",
      ...(application === undefined
        ? {}
        : { appinfo: { appns: application.namespace, applabel: application.label.join("="), appkind: application.kind } }),
      chaosServiceAccount: account,
      defaultHealthCheck: looks !== undefined && application !== undefined,
      jobCleanUpPolicy: "delete",
      terminationGracePeriodSeconds: terminationSeconds,
      components: { runner: { imagePullPolicy: "IfNotPresent", runnerLabels: { ...labels } } },
      experiments: [
        {
          name: definition.name,
          spec: { ...(probes.length === 0 ? {} : { probe: probes }), components: { env, statusCheckTimeouts: { ...statusCheck } } },
        },
      ],
    },
  };
}

function looksOf({ application }: EngineTarget, looks: Partial<Looks>): Looks {
  const namespace = looks.namespace ?? application?.namespace ?? "default";
  return {
    namespace,
    label: looks.label ?? application?.label.join("=") ?? "",
    edge: looks.edge ?? `http://edge.${namespace}.svc:8080`,
    prometheus: looks.prometheus ?? "http://monitoring-prometheus.monitoring.svc:9090",
  };
}

/** Every variable that the experiment reads, also the empty ones: what is not said here is not left to Litmus' own mood. */
function environmentOf<P extends Parameters>(parameters: P, values: ValuesOf<P>): EnvironmentVariable[] {
  const given: Readonly<Record<string, ParameterValue | undefined>> = values;
  return Object.entries(parameters)
    .map(([name, parameter]) => ({ name: parameter.environment, value: textOf(parameter, given[name] ?? parameter.default) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function textOf(parameter: Parameter, value: ParameterValue | undefined): string {
  if (value === undefined) return "";
  switch (typeof value) {
    case "number":
      return numberOf(parameter, value);
    case "boolean":
      return String(value);
    case "string":
      if (parameter.choices !== undefined && !parameter.choices.includes(value))
        throw new RangeError(`${parameter.environment}: ${value} is none of ${parameter.choices.join(", ")}`);
      return value;
    case "object":
      if (isList(value)) return parameter.unit === "names" ? JSON.stringify(value) : value.join(",");
      return JSON.stringify(Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))));
    default:
      return assertNever(value);
  }
}

const isList = (value: object): value is readonly string[] => Array.isArray(value);

/** Litmus reads whole numbers, and takes anything else for 0: durations are rounded up, shares too, so that a small one is not none. */
function numberOf({ environment, unit }: Parameter, value: number): string {
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`${environment}: ${value} is not a number of ${unit}`);
  if (unit === "port" && !(Number.isInteger(value) && value >= 1 && value <= 65_535)) throw new RangeError(`${environment}: ${value} is no port`);
  return `${Math.ceil(value)}${unit === "kbit/s" ? "kbit" : unit === "kB" ? "kb" : ""}`;
}
