// Pieces of a pod as charts and operators take them.
import type { Input } from "@pulumi/pulumi";

export interface SecretKey {
  readonly name: string;
  readonly key: string;
}

export interface EnvironmentVariable {
  readonly name: string;
  readonly value?: Input<string>;
  readonly valueFrom?: { readonly secretKeyRef: SecretKey };
}

export interface SecretVolume {
  readonly name: string;
  readonly secret: { readonly secretName: string; readonly items?: readonly { readonly key: string; readonly path: string }[] };
}

export interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly: boolean;
}

export interface Toleration {
  readonly key?: string;
  readonly operator: "Exists" | "Equal";
  readonly value?: string;
  readonly effect?: "NoSchedule" | "NoExecute" | "PreferNoSchedule";
}

export interface LabelSelector {
  readonly matchLabels: Readonly<Record<string, string>>;
}

export interface SpreadConstraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly whenUnsatisfiable: "DoNotSchedule" | "ScheduleAnyway";
  readonly labelSelector: LabelSelector;
}

/** What a container must not do: gain rights, write to its image, keep capabilities. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
} as const;

/** What the standard "restricted" for pods asks of one, for a user of the given number. */
export const restrictedPod = (user: number) =>
  ({ runAsNonRoot: true, runAsUser: user, runAsGroup: user, fsGroup: user, seccompProfile: { type: "RuntimeDefault" } }) as const;

export type RestrictedContainer = typeof restrictedContainer;
export type RestrictedPod = ReturnType<typeof restrictedPod>;

/** Three zones, and within a zone several nodes: a preference, so that a small cluster can run it too. */
export const spread = (matchLabels: Readonly<Record<string, string>>): readonly SpreadConstraint[] =>
  ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels },
  }));

/** A claim for storage of its own; without a class the cluster's default is taken. */
export interface ClaimSpec {
  readonly accessModes: readonly ["ReadWriteOnce"];
  readonly storageClassName?: string;
  readonly resources: { readonly requests: { readonly storage: string } };
}

export const claim = (gibibytes: number, storageClass: string | undefined): ClaimSpec => ({
  accessModes: ["ReadWriteOnce"],
  ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
  resources: { requests: { storage: `${gibibytes}Gi` } },
});
