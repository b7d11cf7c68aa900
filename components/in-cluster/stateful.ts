// A StatefulSet of one pod with a disk: what Postgres and Redis on a cluster have in common.
import { StatefulSet } from "@pulumi/kubernetes/apps/v1/statefulSet.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import type { Input, Resource } from "@pulumi/pulumi";
import type { Provider } from "@pulumi/kubernetes/provider.js";
import type { core } from "@pulumi/kubernetes/types/input.js";
import { claim, restrictedPod } from "../charts/values/pod.ts";
import { labelsOf, selectorOf } from "../workloads/labels.ts";

export interface StatefulArgs {
  /** Of the StatefulSet, its service and its account. */
  readonly app: string;
  readonly namespace: string;
  readonly user: number;
  readonly gibibytes: number;
  readonly storageClass: string | undefined;
  readonly ports: Readonly<Record<string, number>>;
  readonly initContainers: core.v1.Container[];
  readonly containers: core.v1.Container[];
  readonly volumes: core.v1.Volume[];
  readonly checksum: Input<string>;
}

/** `named`: gives each resource its name, from a suffix. */
export function statefulOf(
  named: (suffix: string) => string,
  { app, namespace, user, gibibytes, storageClass, ports, initContainers, containers, volumes, checksum }: StatefulArgs,
  options: { readonly parent: Resource; readonly provider: Provider; readonly dependsOn: readonly Resource[]; readonly protect: boolean },
): StatefulSet {
  const child = { parent: options.parent, provider: options.provider, dependsOn: [...options.dependsOn] };
  const metadata = { name: app, namespace, labels: labelsOf(app, app) };
  const account = new ServiceAccount(named("account"), { metadata, automountServiceAccountToken: false }, child);
  const service = new Service(
    named("service"),
    {
      metadata,
      spec: {
        // Names, not an address of its own; also of pods that are not ready, for they must find each other to become so.
        clusterIP: "None",
        publishNotReadyAddresses: true,
        selector: selectorOf(app),
        ports: Object.entries(ports).map(([name, port]) => ({ name, port, targetPort: name, protocol: "TCP" })),
      },
    },
    child,
  );
  return new StatefulSet(
    named("set"),
    {
      metadata,
      spec: {
        serviceName: app,
        replicas: 1,
        selector: { matchLabels: selectorOf(app) },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: options.protect ? "Retain" : "Delete", whenScaled: "Retain" },
        template: {
          metadata: { labels: labelsOf(app, app), annotations: { "proving-ground/mounted": checksum } },
          spec: {
            serviceAccountName: app,
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: { ...restrictedPod(user), fsGroupChangePolicy: "OnRootMismatch" },
            terminationGracePeriodSeconds: 60,
            initContainers,
            containers,
            volumes,
          },
        },
        volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { ...claim(gibibytes, storageClass), accessModes: ["ReadWriteOnce"] } }],
      },
    },
    { ...child, dependsOn: [...options.dependsOn, account, service], protect: options.protect },
  );
}
