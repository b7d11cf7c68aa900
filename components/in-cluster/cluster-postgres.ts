// Postgres of one region on a cluster: the primary's region makes the data, every other one copies it and streams what follows.
import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import type { StatefulSet } from "@pulumi/kubernetes/apps/v1/statefulSet.js";
import type { Provider } from "@pulumi/kubernetes/provider.js";
import { resources } from "../charts/resources.ts";
import { Component } from "../component.ts";
import { labelsOf } from "../workloads/labels.ts";
import { container } from "../workloads/pod.ts";
import { images } from "./images.ts";
import type { DataPasswords } from "./passwords.ts";
import { postgresPort, type DataPlace } from "./places.ts";
import { accounts, loginFolder, pgHba, postgresSettings, preparePostgres, secretsFolder } from "./scripts.ts";
import { statefulOf } from "./stateful.ts";

export interface ClusterDataArgs {
  readonly place: DataPlace;
  readonly primary: DataPlace;
  /** How many regions there are. */
  readonly regions: number;
  readonly kubernetes: Provider;
  readonly passwords: DataPasswords;
  readonly storageClass: string | undefined;
  /** Nothing that holds data is deleted by a program. */
  readonly protect: boolean;
  /** The namespace, and in another region than the primary's the primary itself. */
  readonly after: readonly Resource[];
}

/**
 * One Postgres with a disk of 10 GiB.
 * @cost A disk of 10 GiB; 0.25 cores and 512 MiB.
 * @omits TLS of its own: the mesh encrypts between pods. Failover by itself: a standby is promoted by hand (docs/kubernetes.md). Backups.
 * @failureDomain A node: the pod comes back with its disk. With the primary's region go writes, until a standby is promoted.
 */
export class ClusterPostgres extends Component {
  readonly set: StatefulSet;

  constructor(name: string, args: ClusterDataArgs, options: ComponentResourceOptions = {}) {
    super("in-cluster:ClusterPostgres", name, options);
    const { place, primary, kubernetes, passwords } = args;
    const child = { parent: this, provider: kubernetes, dependsOn: [...args.after] };
    const metadata = { name: "postgres", namespace: place.namespace, labels: labelsOf("postgres", "postgres") };
    const files = { "pg_hba.conf": pgHba, "accounts.sh": accounts, "prepare.sh": preparePostgres };
    const configMap = new ConfigMap(this.named("configuration"), { metadata, data: files }, child);
    const secret = new Secret(
      this.named("passwords"),
      { metadata, type: "Opaque", stringData: { superuser: passwords.superuser, owner: passwords.owner, standby: passwords.standby } },
      child,
    );
    const { image, user } = images.postgres;
    const data = "/var/lib/postgresql";
    const env = [
      { name: "PGDATA", value: `${data}/18/docker` },
      { name: "PGPASSFILE", value: `${loginFolder}/passfile` },
      { name: "OWN_HOST", value: place.postgres },
      { name: "PRIMARY_HOST", value: primary.postgres },
      { name: "STANDBY_NAME", value: place.region.name.replaceAll("-", "_") },
    ];
    const volumeMounts = [
      { name: "data", mountPath: data },
      { name: "configuration", mountPath: "/etc/proving-ground-postgres", readOnly: true },
      { name: "passwords", mountPath: secretsFolder, readOnly: true },
      { name: "login", mountPath: loginFolder },
    ];
    const size = resources("250m", "512Mi", "1", "1Gi");
    const ask = { exec: { command: ["pg_isready", "-q", "-h", "127.0.0.1", "-p", `${postgresPort}`] } };
    this.set = statefulOf(
      (suffix) => this.named(suffix),
      {
        app: "postgres",
        namespace: place.namespace,
        user,
        gibibytes: 10,
        storageClass: args.storageClass,
        ports: { postgres: postgresPort },
        initContainers: [
          {
            name: "prepare",
            image,
            command: ["sh", "/etc/proving-ground-postgres/prepare.sh"],
            env,
            volumeMounts,
            resources: size,
            securityContext: container,
          },
        ],
        containers: [
          {
            name: "postgres",
            image,
            args: ["postgres", ...Object.entries(postgresSettings).flatMap(([key, value]) => ["-c", `${key}=${value}`])],
            env: [...env, { name: "POSTGRES_PASSWORD_FILE", value: `${secretsFolder}/superuser` }],
            ports: [{ name: "postgres", containerPort: postgresPort }],
            resources: size,
            securityContext: container,
            startupProbe: { ...ask, periodSeconds: 2, failureThreshold: 150 },
            readinessProbe: { ...ask, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 },
            livenessProbe: { ...ask, periodSeconds: 15, timeoutSeconds: 5, failureThreshold: 4 },
            volumeMounts: [
              ...volumeMounts,
              { name: "configuration", mountPath: "/docker-entrypoint-initdb.d/accounts.sh", subPath: "accounts.sh", readOnly: true },
              { name: "socket", mountPath: "/var/run/postgresql" },
              { name: "tmp", mountPath: "/tmp" },
            ],
          },
        ],
        volumes: [
          { name: "configuration", configMap: { name: "postgres" } },
          { name: "passwords", secret: { secretName: "postgres", defaultMode: 0o440 } },
          { name: "login", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
          { name: "socket", emptyDir: {} },
          { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
        ],
        checksum: createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 32),
      },
      { parent: this, provider: kubernetes, dependsOn: [...args.after, configMap, secret], protect: args.protect },
    );
    // What workloads write to: the one name that moves when a standby is promoted.
    new Service(
      this.named("writer"),
      { metadata: { ...metadata, name: "postgres-writer" }, spec: { type: "ExternalName", externalName: primary.postgres } },
      child,
    );
    this.registerOutputs();
  }
}
