// The dashboard "MCP Server Monitoring": response, overhead and utilisation of the MCP servers.
import { metricNames } from "../../../model/protocol/metrics.ts";
import type { Dashboard } from "./dashboard.ts";
import { meanBy, quantileBy, rateBy } from "./expressions.ts";

const handling = rateBy(metricNames.mcpHandlingSeconds, ["region"]);
const tool = rateBy(metricNames.mcpToolSeconds, ["region"]);

export const mcpServers: Dashboard = {
  uid: "gameday-mcp-servers",
  title: "MCP Server Monitoring",
  description: "The four MCP servers: how fast they answer, what handling costs beside the tool itself, and how busy they are.",
  panels: [
    {
      title: "Response, 95th percentile",
      kind: "timeseries",
      unit: "s",
      limit: { value: 1 },
      queries: [{ expr: quantileBy(0.95, metricNames.mcpRequestSeconds, ["region", "server"]), legend: "{{region}} {{server}}" }],
    },
    {
      title: "Overhead: time outside the tool",
      kind: "timeseries",
      unit: "percentunit",
      limit: { value: 0.05 },
      queries: [{ expr: `(${handling} - ${tool}) / ${handling}`, legend: "{{region}}" }],
    },
    {
      title: "Utilisation",
      kind: "timeseries",
      unit: "percentunit",
      limit: { value: 0.7 },
      queries: [{ expr: meanBy(metricNames.mcpUtilisation, ["region"]), legend: "{{region}}" }],
    },
    {
      title: "Requests by server",
      kind: "timeseries",
      unit: "reqps",
      width: 12,
      queries: [{ expr: rateBy(`${metricNames.mcpRequestSeconds}_count`, ["region", "server"]), legend: "{{region}} {{server}}" }],
    },
    {
      title: "Pods ready",
      kind: "timeseries",
      unit: "short",
      width: 12,
      queries: [
        {
          expr: 'sum by (namespace, deployment) (kube_deployment_status_replicas_ready{deployment=~".*mcp.*"})',
          legend: "{{namespace}}/{{deployment}}",
        },
      ],
    },
  ],
};
