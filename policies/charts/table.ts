// A reader for each chart that the components install; a chart without one is not visible to any rule.
import { textAt } from "../../estate/inputs.ts";
import type { Resource } from "../../estate/resource.ts";
import { meshCharts } from "./mesh.ts";
import { monitoringCharts } from "./monitoring.ts";
import { platformCharts } from "./platform.ts";
import type { ChartReader } from "./reader.ts";

const table: Readonly<Record<string, ChartReader>> = { ...meshCharts, ...monitoringCharts, ...platformCharts };

/** By the chart's own name: "kube-prometheus-stack"; of "oci://public.ecr.aws/karpenter/karpenter" its last part. */
export const chartName = ({ inputs }: Resource): string => (textAt(inputs, "chart") ?? "").split("/").at(-1) ?? "";

export const chartOf = (resource: Resource): ChartReader | null => table[chartName(resource)] ?? null;
