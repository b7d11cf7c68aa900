// What runs in a cluster costs through the cluster's nodes, its disks and its load balancers.
import { isObject } from "../../manifests/manifests.ts";
import { numberAt, textAt } from "../../inputs.ts";
import type { Resource } from "../../resource.ts";
import type { Charge, Free, RuleContext } from "../charge.ts";
import { hoursPerMonth } from "../usage.ts";
import { claimedGB } from "./volumes.ts";

const chart = "kubernetes:helm.sh/v3:Release";
const surge = "kubernetes:karpenter.sh/v1:NodePool";
const service = "kubernetes:core/v1:Service";

const disks = { aws: "aws:ebs-gp3", google: "google:disk-balanced" } as const;
const balancers = { aws: "aws:load-balancer", google: "google:forwarding-rule" } as const;

/** Null for what is no part of a cluster. */
export function kubernetesCharges(resource: Resource, context: RuleContext): readonly Charge[] | Free | null {
  if (resource.type.startsWith("pulumi:providers:")) return { free: "no resource of a cloud" };
  if (resource.type.startsWith("random:")) return { free: "no resource of a cloud" };
  if (resource.type !== chart && !isObject(resource)) return null;
  const { cloud } = context;
  if (cloud === null) return { free: "runs on a cluster that is there already" };
  const charges = [...surgeCharges(resource, context), ...diskCharges(resource, cloud), ...balancerCharges(resource, cloud)];
  return charges.length === 0 ? { free: "runs on the nodes" } : charges;
}

/** Karpenter's nodes, up to the pool's limit, while another region is gone; m6i.large has two cores. */
function surgeCharges({ type, inputs }: Resource, { usage }: RuleContext): readonly Charge[] {
  if (type !== surge) return [];
  const cores = numberAt(inputs, "spec.limits.cpu") ?? 0;
  return [
    {
      category: "compute",
      what: `up to ${cores} cores while another region is gone`,
      item: "machine:m6i.large",
      quantity: (cores / 2) * usage.faultHours,
    },
  ];
}

function diskCharges({ inputs }: Resource, cloud: keyof typeof disks): readonly Charge[] {
  const claimed = claimedGB(inputs);
  return claimed === 0 ? [] : [{ category: "primary storage", what: `${claimed} GB of volumes`, item: disks[cloud], quantity: claimed }];
}

function balancerCharges({ type, inputs }: Resource, cloud: keyof typeof balancers): readonly Charge[] {
  if (type !== service || textAt(inputs, "spec.type") !== "LoadBalancer") return [];
  return [{ category: "load balancing", what: "a service's balancer", item: balancers[cloud], quantity: hoursPerMonth }];
}
