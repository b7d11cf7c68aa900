// Every rule, in the order in which they are told. A rule that is not here does not exist.
import type { Rule } from "./rule.ts";
import { openIngress } from "./network/open-ingress.ts";
import { tlsAtEdges } from "./network/tls-at-edges.ts";
import { encryptionInTransit } from "./network/encryption-in-transit.ts";
import { publicDataStores } from "./network/public-data-stores.ts";
import { dataSubnets } from "./network/data-subnets.ts";
import { flowLogs } from "./network/flow-logs.ts";
import { forbiddenNetworks } from "./network/forbidden-networks.ts";
import { encryptionAtRest } from "./data/encryption-at-rest.ts";
import { backups } from "./data/backups.ts";
import { backupCopies } from "./data/backup-copies.ts";
import { deletionProtection } from "./data/deletion-protection.ts";
import { multiZone } from "./data/multi-zone.ts";
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
  openIngress,
  tlsAtEdges,
  encryptionInTransit,
  publicDataStores,
  dataSubnets,
  flowLogs,
  forbiddenNetworks,
  encryptionAtRest,
  backups,
  backupCopies,
  deletionProtection,
  multiZone,
];
