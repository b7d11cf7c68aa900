// One third-party chart on one cluster: a release of the version that the table pins, with values of the chart's own type.
import type { Input, CustomResourceOptions } from "@pulumi/pulumi";
import { Release } from "@pulumi/kubernetes/helm/v3/release.js";
import { charts, type ChartName, type ChartRow } from "./table.ts";
import type { ChartValues } from "./values/chart-values.ts";

export interface ChartArgs<N extends ChartName> {
  readonly chart: N;
  /** The release's name in the cluster; charts derive the names of their services from it. */
  readonly release: string;
  readonly namespace: Input<string>;
  readonly values: ChartValues[N];
  /** How long the release's workloads may take until they are ready. @default 600 */
  readonly timeoutSeconds?: number;
}

/** `name`: of the resource. A release that fails on its first try is taken away again, so that the next `up` starts clean. */
export function installChart<N extends ChartName>(name: string, args: ChartArgs<N>, options: CustomResourceOptions): Release {
  const row: ChartRow = charts[args.chart];
  return new Release(
    name,
    {
      name: args.release,
      chart: row.chart,
      version: row.version,
      ...(row.repository === null ? {} : { repositoryOpts: { repo: row.repository } }),
      namespace: args.namespace,
      values: args.values,
      atomic: true,
      cleanupOnFail: true,
      maxHistory: 5,
      timeout: args.timeoutSeconds ?? 600,
    },
    options,
  );
}
