// Every rule, in the order in which they are told. A rule that is not here does not exist.
import type { Rule } from "./rule.ts";
import { alertmanagerConfigured } from "./workload/alertmanager-configured.ts";
import { chartVisible } from "./workload/chart-visible.ts";
import { containerProbes } from "./workload/container-probes.ts";
import { containerResources } from "./workload/container-resources.ts";
import { imagePinned } from "./workload/image-pinned.ts";
import { mountedObjects } from "./workload/mounted-objects.ts";
import { publicLoadBalancers } from "./workload/public-load-balancers.ts";

export const ruleList: readonly Rule[] = [
  containerResources,
  containerProbes,
  imagePinned,
  publicLoadBalancers,
  mountedObjects,
  alertmanagerConfigured,
  chartVisible,
];
