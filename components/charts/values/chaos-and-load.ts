// Values that are set of the charts for faults and for load: litmus-core and k6-operator.
import type { Resources } from "../resources.ts";
import type { RestrictedContainer, RestrictedPod, Toleration } from "./pod.ts";

export interface LitmusCoreValues {
  readonly fullnameOverride: string;
  /** "standard" and "admin" would give the operator rights in every namespace; with this it has them in its own alone. */
  readonly operatorMode: "namespaced";
  readonly resources: Resources;
  readonly customLabels: Readonly<Record<string, string>>;
  /** Usage reports to the makers. */
  readonly policies: { readonly monitoring: { readonly disabled: true } };
  readonly exporter: {
    readonly enabled: boolean;
    readonly resources: Resources;
    readonly serviceMonitor: { readonly enabled: boolean };
  };
}

export interface K6OperatorValues {
  readonly fullnameOverride: string;
  readonly installCRDs: boolean;
  /** True: rights in its own namespace alone. */
  readonly rbac: { readonly namespaced: boolean };
  readonly namespace: { readonly create: boolean };
  readonly tolerations: readonly Toleration[];
  readonly metrics: { readonly serviceMonitor: { readonly enabled: boolean } };
  readonly manager: {
    readonly replicas: number;
    readonly logging: { readonly development: boolean };
    readonly resources: Resources;
    readonly containerSecurityContext: RestrictedContainer;
    readonly podSecurityContext: RestrictedPod;
  };
}
