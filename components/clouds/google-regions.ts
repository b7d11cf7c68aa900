// The cloud google, region by region: what each consists of, in the order in which it stands on itself.
import { all, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { GoogleBackbone } from "../backbone/google-backbone.ts";
import type { GooglePrivateServices } from "../backbone/google-private-services.ts";
import { GoogleBackups } from "../backups/google-backups.ts";
import { GoogleCluster } from "../cluster/google-cluster.ts";
import { planGooglePools } from "../cluster/google-size-plan.ts";
import type { RegionGround, Secrets } from "../contract.ts";
import { GoogleImages } from "../delivery/google-images.ts";
import type { GooglePipeline } from "../delivery/google-pipeline.ts";
import type { GoogleEdge } from "../edge/google-edge.ts";
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";
import type { GoogleAccessRoles } from "../identity/google-access-roles.ts";
import { GoogleIdentity } from "../identity/google-identity.ts";
import { GoogleKeys } from "../identity/google-keys.ts";
import type { GoogleProject } from "../identity/google-project.ts";
import type { GoogleRotation } from "../identity/google-rotation.ts";
import { GoogleSecrets } from "../identity/google-secrets.ts";
import { GoogleNetwork } from "../network/google-network.ts";
import { GooglePostgresAccount } from "../postgres/google-postgres-account.ts";
import { GooglePostgres } from "../postgres/google-postgres.ts";
import { GoogleQuotas } from "../quotas/google-quotas.ts";
import { GoogleRedis } from "../redis/google-redis.ts";

/** What every region is given. */
export interface GoogleCommon {
  readonly plan: EnvironmentPlan;
  readonly project: string;
  readonly services: GoogleProject;
  readonly access: GoogleAccessRoles;
  readonly backbone: GoogleBackbone;
  readonly edge: GoogleEdge;
  readonly rotation: GoogleRotation;
  readonly pipeline: GooglePipeline;
  readonly labels: Readonly<Record<string, string>>;
  readonly secrets: Secrets;
  readonly options: ComponentResourceOptions;
}

/** What other regions need of one before it is built. */
export interface GoogleFoundation {
  readonly region: RegionPlan;
  readonly keys: GoogleKeys;
  readonly subnet: GoogleNetwork;
}

/** Namespace of the workloads. */
const namespace = "gameday";

export function layFoundations({ plan, services, backbone, options }: GoogleCommon): readonly GoogleFoundation[] {
  return plan.regions.map((region) => {
    const name = `${plan.name}-${region.name}`;
    return {
      region,
      keys: new GoogleKeys(name, { region, project: services, data: plan.tier.data }, options),
      subnet: new GoogleNetwork(name, { region, network: backbone.network.id }, options),
    };
  });
}

interface Built extends GoogleFoundation {
  readonly data: ConstructorParameters<typeof GoogleRedis>[1];
  readonly postgres: GooglePostgres;
}

export function buildGoogleRegions(
  common: GoogleCommon,
  foundations: readonly GoogleFoundation[],
  privateServices: GooglePrivateServices,
): readonly RegionGround[] {
  const { plan, backbone, labels, options } = common;
  const built: Built[] = [];
  for (const foundation of foundations) {
    const { region, keys, subnet } = foundation;
    const data = { region, plan, network: backbone.network.id, subnet, services: privateServices, keys };
    const primary = built[0]?.postgres;
    const postgres = new GooglePostgres(`${plan.name}-${region.name}`, { ...data, labels, ...(primary === undefined ? {} : { primary }) }, options);
    built.push({ ...foundation, data, postgres });
  }
  const [first] = built;
  if (first === undefined) return [];
  const account = new GooglePostgresAccount(
    // With the primary's region in the name: while that is lost, nothing of it can be read or changed.
    `${plan.name}-${first.region.name}`,
    { primary: first.postgres.instance, secretsGeneration: plan.settings.secretsGeneration, protect: plan.tier.data === "protected" },
    options,
  );
  // Whichever region has the primary: its certificate is one of these.
  const authority = all(built.map(({ postgres }) => postgres.authority)).apply((authorities) => authorities.join("\n"));
  return built.map((one, index) =>
    buildRegion(common, { ...one, next: built[(index + 1) % built.length] ?? one, primary: first.postgres, account, authority }),
  );
}

interface RegionParts extends Built {
  /** Where the region's backups lie: the next one of the table, the first one after the last. */
  readonly next: GoogleFoundation;
  readonly primary: GooglePostgres;
  readonly account: GooglePostgresAccount;
  /** PEM of those who sign the databases. */
  readonly authority: Output<string>;
}

function buildRegion(common: GoogleCommon, { region, keys, subnet, next, data, postgres, primary, account, authority }: RegionParts): RegionGround {
  const { plan, project, access, backbone, edge, rotation, pipeline, labels, secrets, options } = common;
  const name = `${plan.name}-${region.name}`;
  const environment = plan.name;
  const protect = plan.tier.data === "protected";

  const redis = new GoogleRedis(name, data, options);
  const identity = new GoogleIdentity(name, { environment, region, project, namespace }, options);
  new GoogleQuotas(
    name,
    { environment, region, project, pools: planGooglePools(plan.size, region.share, region.zones.length), contact: plan.settings.alertEmail },
    options,
  );
  const cluster = new GoogleCluster(
    name,
    {
      region,
      size: plan.size,
      project,
      network: backbone.network.id,
      nodeTag: backbone.nodeTag,
      subnet,
      keys,
      identity,
      access,
      operatorNetworks: plan.settings.operatorNetworks,
      protect,
      labels,
    },
    options,
  );
  new GoogleBackups(name, { region, keptIn: next.region, cluster: cluster.cluster.id, keys: next.keys, protect }, options);
  new GoogleImages(name, { environment, region, keys, pusher: pipeline.member }, options);
  const values = {
    "api-key": secrets.apiKey,
    "grafana-password": secrets.grafanaPassword,
    "postgres-password": account.password,
    ...(redis.access.password === null ? {} : { "redis-password": redis.access.password }),
  };
  new GoogleSecrets(name, { environment, region, keys, rotation, values }, options);

  return {
    region,
    kubernetes: cluster.provider,
    ready: cluster.ready,
    namespace,
    storageClass: "encrypted",
    postgres: {
      writer: primary.writeEndpoint,
      reader: postgres.address,
      port: 5432,
      database: account.database,
      user: account.user,
      password: account.password,
      tls: true,
      trust: { authority, verifyName: false },
    },
    redis: redis.access,
    endpoint: edge.endpoint(region),
    sharedCluster: false,
    identity: (serviceAccount) => identity.annotations(serviceAccount),
    expose: (entry, parent) => edge.expose(region, entry, cluster.provider, parent),
  };
}
