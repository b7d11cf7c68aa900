// Applies the workloads' tables to the primary: a Job that is made anew for every image, and may run again.
import { output, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import { Job } from "@pulumi/kubernetes/batch/v1/job.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { restrictedPod } from "../charts/values/pod.ts";
import { ordinaryResources } from "../charts/resources.ts";
import { Component } from "../component.ts";
import type { RegionGround } from "../contract.ts";
import type { Settings } from "../settings.ts";
import { secretKeys } from "./configuration.ts";
import { labelsOf } from "./labels.ts";
import { configurationFolder, container, imageOf, secretsFolder } from "./pod.ts";
import type { RegionSecrets } from "./region-secrets.ts";

export interface SchemaJobArgs {
  readonly ground: RegionGround;
  readonly settings: Settings;
  readonly secrets: RegionSecrets;
  readonly after: readonly Resource[];
}

/**
 * The tables, by the region whose Postgres takes writes; all others get them by replication.
 * @cost Nothing to speak of: a pod for some seconds at every new image.
 * @omits Migrations backwards: the file only adds.
 * @failureDomain The primary's Postgres. While it is away the update of the workloads waits, for ten minutes at most.
 */
export class SchemaJob extends Component {
  readonly done: Resource;

  constructor(name: string, { ground, settings, secrets, after }: SchemaJobArgs, options: ComponentResourceOptions = {}) {
    super("workloads:SchemaJob", name, options);
    const own = { parent: this, provider: ground.kubernetes, dependsOn: [...after] };
    const { postgres } = ground;
    const metadata = { name: "schema", namespace: ground.namespace, labels: labelsOf("schema", "schema") };
    const document = output(postgres.writer).apply((host) =>
      JSON.stringify({
        host,
        port: postgres.port,
        user: postgres.user,
        database: postgres.database,
        passwordFile: `${secretsFolder}/${secretKeys.postgresPassword}`,
        ...(postgres.tls
          ? {
              tls: {
                ...(postgres.trust === undefined ? {} : { authorityFile: `${secretsFolder}/${secretKeys.postgresAuthority}` }),
                verifyName: postgres.trust?.verifyName ?? true,
              },
            }
          : {}),
      }),
    );
    const configMap = new ConfigMap(this.named("configuration"), { metadata, data: { "configuration.json": document } }, own);
    const account = new ServiceAccount(this.named("account"), { metadata, automountServiceAccountToken: false }, own);
    const keys = secrets.data.keys.filter((key) => key === secretKeys.postgresPassword || key === secretKeys.postgresAuthority);
    this.done = new Job(
      this.named("job"),
      {
        metadata: {
          ...metadata,
          // A Job's pod cannot be changed: another image is another Job.
          name: `schema-${settings.image.digest.slice("sha256:".length, "sha256:".length + 8)}`,
          annotations: { "pulumi.com/replaceUnready": "true" },
        },
        spec: {
          backoffLimit: 6,
          activeDeadlineSeconds: 600,
          template: {
            metadata: { labels: labelsOf("schema", "schema") },
            spec: {
              restartPolicy: "OnFailure",
              serviceAccountName: "schema",
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              securityContext: restrictedPod(1000),
              containers: [
                {
                  name: "schema",
                  image: imageOf(settings),
                  args: ["workloads/schema.js", `${configurationFolder}/configuration.json`],
                  resources: ordinaryResources,
                  securityContext: container,
                  volumeMounts: [
                    { name: "configuration", mountPath: configurationFolder, readOnly: true },
                    { name: "secrets", mountPath: secretsFolder, readOnly: true },
                  ],
                },
              ],
              volumes: [
                { name: "configuration", configMap: { name: "schema" } },
                {
                  name: "secrets",
                  secret: { secretName: secrets.data.secretName, defaultMode: 0o440, items: keys.map((key) => ({ key, path: key })) },
                },
              ],
            },
          },
        },
      },
      { ...own, dependsOn: [...after, configMap, account, secrets.data.resource] },
    );
    this.registerOutputs();
  }
}
