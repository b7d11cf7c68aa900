// Google: one region's cluster, its nodes, and the way in for Pulumi.
import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { Cluster } from "@pulumi/gcp/container/cluster.js";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider.js";
import { StorageClass } from "@pulumi/kubernetes/storage/v1/storageClass.js";
import { Component } from "../component.ts";
import type { RegionPlan, Size } from "../environment.ts";
import { ClusterAccess } from "../identity/cluster-access.ts";
import type { GoogleAccessRoles } from "../identity/google-access-roles.ts";
import type { GoogleIdentity } from "../identity/google-identity.ts";
import type { GoogleKeys } from "../identity/google-keys.ts";
import type { GoogleNetwork } from "../network/google-network.ts";
import { googleKubeconfig } from "./google-kubeconfig.ts";
import { GoogleNodePool } from "./google-node-pool.ts";
import { planGooglePools } from "./google-size-plan.ts";

export interface GoogleClusterArgs {
  readonly region: RegionPlan;
  readonly size: Size;
  readonly project: string;
  /** Id of the global network. */
  readonly network: Input<string>;
  readonly nodeTag: string;
  readonly subnet: GoogleNetwork;
  readonly keys: GoogleKeys;
  readonly identity: GoogleIdentity;
  readonly access: GoogleAccessRoles;
  /** From where the API may be reached by address; empty: not at all, by its DNS name alone. */
  readonly operatorNetworks: readonly string[];
  /** True: no program deletes the cluster. */
  readonly protect: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

/** Saturday to Sunday night, in UTC: Google does its upgrades then and at no other time. */
const maintenance = { startTime: "2026-01-03T00:00:00Z", endTime: "2026-01-03T08:00:00Z", recurrence: "FREQ=WEEKLY;BYDAY=SA,SU" } as const;

/**
 * A regional GKE cluster: control plane and nodes over all zones of the row, private nodes, Dataplane V2, Workload Identity.
 *
 * @cost A fee an hour for the control plane, and the nodes: see the pools. Logs and metrics by the gigabyte.
 * @omits Autopilot: chaos and load need nodes of their own. Pods of one zone are not kept from another one's services.
 * @failureDomain The region. A zone's loss takes a third of the nodes and none of the control plane.
 */
export class GoogleCluster extends Component {
  readonly cluster: Cluster;
  readonly provider: KubernetesProvider;
  readonly storageClass: StorageClass;
  /** Whatever runs on the cluster waits for these. */
  readonly ready: readonly Resource[];

  constructor(name: string, args: GoogleClusterArgs, options: ComponentResourceOptions) {
    super("cluster:GoogleCluster", name, options);
    const { region, size, keys, identity, subnet, nodeTag, labels } = args;
    const pools = planGooglePools(size, region.share, region.zones.length);

    this.cluster = this.#makeCluster(args);
    const pool = {
      region,
      cluster: this.cluster.id,
      account: identity.nodes.email,
      diskKey: keys.id("cluster"),
      tag: nodeTag,
      labels,
    };
    const after = [...keys.grants("cluster"), subnet.nat];
    const system = new GoogleNodePool(this.named("system"), { ...pool, pool: pools.system, purpose: "system" }, { parent: this, after });
    const workloads = new GoogleNodePool(this.named("work"), { ...pool, pool: pools.workloads, purpose: "workloads" }, { parent: this, after });
    new GoogleNodePool(this.named("load"), { ...pool, pool: pools.load, purpose: "load", tainted: true }, { parent: this, after });

    this.provider = this.#makeProvider(region);
    new ClusterAccess(this.named("access"), { kubernetes: this.provider, userOf: (role) => args.access.user(role) }, { parent: this });
    this.storageClass = new StorageClass(
      this.named("encrypted"),
      {
        metadata: { name: "encrypted", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
        provisioner: "pd.csi.storage.gke.io",
        // Encrypted with Google's key, not the region's: a backup of a volume keeps its disk's key, and must be read elsewhere when the region is lost.
        parameters: { type: "pd-balanced" },
        // The disk is made where the pod is: a zone, not any zone.
        volumeBindingMode: "WaitForFirstConsumer",
        allowVolumeExpansion: true,
        reclaimPolicy: args.protect ? "Retain" : "Delete",
      },
      { parent: this, provider: this.provider },
    );
    this.ready = [system.nodes, workloads.nodes, this.storageClass];
    this.registerOutputs();
  }

  #makeCluster({ region, project, network, subnet, keys, operatorNetworks, protect, labels }: GoogleClusterArgs): Cluster {
    return new Cluster(
      this.named("gke"),
      {
        location: region.name,
        nodeLocations: [...region.zones],
        network,
        subnetwork: subnet.subnetwork.id,
        networkingMode: "VPC_NATIVE",
        datapathProvider: "ADVANCED_DATAPATH",
        ipAllocationPolicy: {
          clusterSecondaryRangeName: subnet.podsRangeName,
          servicesSecondaryRangeName: subnet.servicesRangeName,
        },
        // Google makes a pool with every cluster; ours come beside it, and it goes.
        removeDefaultNodePool: true,
        initialNodeCount: 1,
        deletionProtection: protect,
        resourceLabels: { ...labels },

        privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: operatorNetworks.length === 0 },
        controlPlaneEndpointsConfig: {
          // Asks for a Google identity before it lets anybody near the API; a pipeline comes in here, and needs no network of ours.
          dnsEndpointConfig: { allowExternalTraffic: true },
          ipEndpointsConfig: { enabled: operatorNetworks.length > 0 },
        },
        // With an empty list the rule stands, and lets nobody in.
        masterAuthorizedNetworksConfig: { cidrBlocks: operatorNetworks.map((cidrBlock) => ({ cidrBlock })) },
        masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
        workloadIdentityConfig: { workloadPool: `${project}.svc.id.goog` },
        databaseEncryption: { state: "ENCRYPTED", keyName: keys.id("cluster") },
        enableShieldedNodes: true,
        enableLegacyAbac: false,
        securityPostureConfig: { mode: "BASIC", vulnerabilityMode: "VULNERABILITY_DISABLED" },

        releaseChannel: { channel: "REGULAR" },
        maintenancePolicy: { recurringWindow: maintenance },
        clusterAutoscaling: { enabled: false, autoscalingProfile: "BALANCED" },
        verticalPodAutoscaling: { enabled: false },
        addonsConfig: {
          // Its controller fills the groups of endpoints that the global load balancer sends to.
          httpLoadBalancing: { disabled: false },
          horizontalPodAutoscaling: { disabled: false },
          gcePersistentDiskCsiDriverConfig: { enabled: true },
          gkeBackupAgentConfig: { enabled: true },
          dnsCacheConfig: { enabled: true },
        },
        loggingConfig: { enableComponents: ["SYSTEM_COMPONENTS", "APISERVER", "SCHEDULER", "CONTROLLER_MANAGER"] },
        // Prometheus runs on the cluster itself, the same on every cloud; Google's own watches the control plane.
        monitoringConfig: { enableComponents: ["SYSTEM_COMPONENTS"], managedPrometheus: { enabled: false } },
      },
      { parent: this, protect, dependsOn: [...keys.grants("cluster")] },
    );
  }

  #makeProvider(region: RegionPlan): KubernetesProvider {
    return new KubernetesProvider(
      this.named("kubernetes"),
      {
        kubeconfig: this.cluster.controlPlaneEndpointsConfig.apply(({ dnsEndpointConfig }) =>
          googleKubeconfig({ endpoint: dnsEndpointConfig.endpoint ?? "", name: region.name }),
        ),
        // Another cluster is another place; another address or login is not, and must replace nothing.
        clusterIdentifier: this.cluster.id,
        enableServerSideApply: true,
        // A change goes into the object that is there: replacing one by its name would take it away from running pods first.
        enableConfigMapMutable: true,
        enableSecretMutable: true,
      },
      { parent: this },
    );
  }
}
