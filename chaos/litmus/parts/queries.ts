// What probes ask Prometheus, for the workloads of one region. None of them has a value while nothing is measured: a probe without samples fails.
// Strings in single quotes: Litmus puts a query between double ones for a shell.
import { metricNames } from "../../../model/protocol/metrics.ts";
import type { Looks } from "../experiment.ts";

type Metric = keyof typeof metricNames;

const selected = (metric: Metric, { namespace }: Looks, labels: string, suffix = ""): string =>
  `${metricNames[metric]}${suffix}{namespace='${namespace}'${labels === "" ? "" : `, ${labels}`}}`;

/** 0–1: the share of a counter's growth in the last minute that has these labels. Not a number without traffic, which fails too. */
export const shareOf = (metric: Metric, labels: string, looks: Looks): string =>
  `(sum(rate(${selected(metric, looks, labels)}[1m])) or vector(0)) / sum(rate(${selected(metric, looks, "")}[1m]))`;

/** Seconds below which this share of a histogram's last minute lies. */
export const quantile = (share: number, metric: Metric, looks: Looks, labels = ""): string =>
  `histogram_quantile(${share}, sum by (le) (rate(${selected(metric, looks, labels, "_bucket")}[1m])))`;

/** Per second, in the last minute. */
export const rateOf = (metric: Metric, looks: Looks, labels = ""): string => `sum(rate(${selected(metric, looks, labels)}[1m]))`;

export const highest = (metric: Metric, looks: Looks): string => `max(${selected(metric, looks, "")})`;

/** Containers of the namespace that are ready, by kube-state-metrics. */
export const readyContainers = ({ namespace }: Looks): string => `sum(kube_pod_container_status_ready{namespace='${namespace}'})`;

/** Restarts of its containers in the last five minutes. */
export const restarts = ({ namespace }: Looks): string => `sum(increase(kube_pod_container_status_restarts_total{namespace='${namespace}'}[5m]))`;

export const readyNodes = "sum(kube_node_status_condition{condition='Ready', status='true'})";
