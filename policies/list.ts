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
import { iamWildcards } from "./identity/iam-wildcards.ts";
import { workloadIdentity } from "./identity/workload-identity.ts";
import { secretsInClear } from "./identity/secrets-in-clear.ts";
import { secretRotation } from "./identity/secret-rotation.ts";
import { certificates } from "./identity/certificates.ts";
import { tags } from "./cost/tags.ts";
import { allowedRegions } from "./cost/allowed-regions.ts";
import { monthlyCost } from "./cost/monthly-cost.ts";
import { regionsEqual } from "./cost/regions-equal.ts";
import { quotaHeadroom } from "./cost/quota-headroom.ts";
import { chaosTiers } from "./chaos/chaos-tiers.ts";
import { chaosNamespaces } from "./chaos/chaos-namespaces.ts";
import { chaosBlastRadius } from "./chaos/chaos-blast-radius.ts";
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
  iamWildcards,
  workloadIdentity,
  secretsInClear,
  secretRotation,
  certificates,
  tags,
  allowedRegions,
  monthlyCost,
  regionsEqual,
  quotaHeadroom,
  chaosTiers,
  chaosNamespaces,
  chaosBlastRadius,
];
