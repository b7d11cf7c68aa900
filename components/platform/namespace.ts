// The namespace of a region's workloads: who may be in it, how much they may ask for, and what one asks for that says nothing.
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { LimitRange } from "@pulumi/kubernetes/core/v1/limitRange.js";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace.js";
import { ResourceQuota } from "@pulumi/kubernetes/core/v1/resourceQuota.js";
import { chaosAllowed } from "../chaos-platform/chaos-platform.ts";
import { Component } from "../component.ts";
import type { RegionGround } from "../contract.ts";
import { insideMesh } from "../mesh/labels.ts";
import { partOf } from "../workloads/labels.ts";

export interface RegionNamespaceArgs {
  readonly environment: string;
  readonly ground: RegionGround;
  /** What all pods together may ask for, by resource. */
  readonly quota: Readonly<Record<string, string>>;
  /** Whether faults may be injected into what runs here. */
  readonly chaos: boolean;
}

/** Nothing privileged, nothing as root, no host's files: the strictest of Kubernetes' standards for pods. */
export const restricted = {
  "pod-security.kubernetes.io/enforce": "restricted",
  "pod-security.kubernetes.io/audit": "restricted",
  "pod-security.kubernetes.io/warn": "restricted",
} as const;

/**
 * A namespace with a quota and limits.
 * @cost Nothing; it caps what the workloads can cost.
 * @omits Storage: claims are the platform's own.
 * @failureDomain The cluster.
 */
export class RegionNamespace extends Component {
  readonly namespace: Namespace;
  readonly quota: ResourceQuota;
  readonly limits: LimitRange;

  constructor(name: string, { environment, ground, quota, chaos }: RegionNamespaceArgs, options: ComponentResourceOptions = {}) {
    super("platform:RegionNamespace", name, options);
    const own = { parent: this, provider: ground.kubernetes };
    const labels = { "app.kubernetes.io/part-of": partOf, "gameday/environment": environment, "gameday/region": ground.region.name };
    this.namespace = new Namespace(
      this.named("namespace"),
      { metadata: { name: ground.namespace, labels: { ...labels, ...restricted, ...insideMesh, ...(chaos ? chaosAllowed : {}) } } },
      { ...own, dependsOn: [...ground.ready] },
    );
    const inside = { ...own, dependsOn: [this.namespace] };
    const metadata = { name: "region", namespace: ground.namespace, labels };
    this.quota = new ResourceQuota(this.named("quota"), { metadata, spec: { hard: quota } }, inside);
    this.limits = new LimitRange(
      this.named("limits"),
      {
        metadata,
        spec: {
          limits: [
            {
              type: "Container",
              default: { cpu: "500m", memory: "512Mi" },
              defaultRequest: { cpu: "100m", memory: "256Mi" },
              max: { cpu: "4", memory: "8Gi" },
            },
          ],
        },
      },
      inside,
    );
    this.registerOutputs();
  }
}
