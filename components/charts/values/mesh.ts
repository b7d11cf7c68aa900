// Values that are set of Istio's charts in ambient mode.
import type { Resources } from "../resources.ts";

/** What Istio calls a platform's own profile; none where the usual one fits. */
export type MeshPlatform = "gke" | "k3d" | "minikube";

export interface IstioBaseValues {
  readonly defaultRevision: string;
}

export interface IstiodValues {
  readonly profile: "ambient";
  readonly autoscaleMin: number;
  readonly autoscaleMax: number;
  readonly resources: Resources;
  /** Environment of the control plane. */
  readonly env: Readonly<Record<string, string>>;
  readonly meshConfig: { readonly accessLogFile: string };
  readonly global: {
    readonly meshID: string;
    readonly network: string;
    readonly multiCluster: { readonly clusterName: string };
    readonly platform?: MeshPlatform;
    readonly logAsJson: boolean;
  };
}

export interface IstioCniValues {
  readonly profile: "ambient";
  readonly resources: Resources;
  readonly global: { readonly platform?: MeshPlatform; readonly logAsJson: boolean };
}

export interface ZtunnelValues {
  readonly resources: Resources;
  readonly network: string;
  readonly multiCluster: { readonly clusterName: string };
  readonly logAsJson: boolean;
  readonly global?: { readonly platform: MeshPlatform };
}

export interface GatewayCrdsValues {
  readonly crds: {
    readonly gatewayAPI: { readonly enabled: boolean; readonly channel: "standard" };
    readonly envoyGateway: { readonly enabled: boolean };
  };
}
