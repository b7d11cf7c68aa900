// The five dashboards, and how they come into a cluster: a ConfigMap each, which Grafana's sidecar takes up.
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { alerting } from "./alerting.ts";
import { circleOfExperts } from "./circle-of-experts.ts";
import { dashboardFolderAnnotation, dashboardLabel, renderDashboard, type Dashboard } from "./dashboard.ts";
import { mcpServers } from "./mcp-servers.ts";
import { stressProgress } from "./stress-progress.ts";
import { systemOverview } from "./system-overview.ts";

export const dashboards: readonly Dashboard[] = [systemOverview, stressProgress, circleOfExperts, mcpServers, alerting];

/** `name`: gives each resource its own, from a suffix. */
export const makeDashboards = (name: (suffix: string) => string, namespace: string, options: CustomResourceOptions): readonly ConfigMap[] =>
  dashboards.map(
    (dashboard) =>
      new ConfigMap(
        name(dashboard.uid),
        {
          metadata: {
            name: dashboard.uid,
            namespace,
            labels: { [dashboardLabel]: "1" },
            annotations: { [dashboardFolderAnnotation]: "Proving Ground" },
          },
          data: { [`${dashboard.uid}.json`]: renderDashboard(dashboard) },
        },
        options,
      ),
  );
