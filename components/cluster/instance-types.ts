// Sizes of a node on AWS: what a machine has, and what of it pods may use. Pure.

export interface InstanceType {
  readonly name: string;
  readonly cores: number;
  readonly memoryGiB: number;
  /** Pods that fit its network interfaces, one address a pod. */
  readonly pods: number;
}

/**
 * General purpose, 4 GiB a core as in the phases' own table; x86, since not every chart here is built for Arm; sold in all three regions.
 * Source: "Amazon EC2 M6i" in the instance types guide; pods: misc/eni-max-pods.txt of
 * aws/amazon-vpc-cni-k8s, at most 110 under 30 cores, where managed node groups stop ("Choose an instance type" in the EKS guide).
 */
export const generalTypes = [
  { name: "m6i.large", cores: 2, memoryGiB: 8, pods: 29 },
  { name: "m6i.xlarge", cores: 4, memoryGiB: 16, pods: 58 },
  { name: "m6i.2xlarge", cores: 8, memoryGiB: 32, pods: 58 },
  { name: "m6i.4xlarge", cores: 16, memoryGiB: 64, pods: 110 },
  { name: "m6i.8xlarge", cores: 32, memoryGiB: 128, pods: 234 },
] as const satisfies readonly InstanceType[];

/** For load generators, which want cores and little memory. Source: as above, "Amazon EC2 C6i". */
export const computeTypes = [
  { name: "c6i.xlarge", cores: 4, memoryGiB: 8, pods: 58 },
  { name: "c6i.2xlarge", cores: 8, memoryGiB: 16, pods: 58 },
  { name: "c6i.4xlarge", cores: 16, memoryGiB: 32, pods: 110 },
] as const satisfies readonly InstanceType[];

export interface Allocatable {
  readonly cores: number;
  readonly memoryGiB: number;
  readonly pods: number;
}

/** What stands on every node, by its requests: network, proxy, disks, identity agent, the mesh's node proxy and CNI, node exporter, log shipper, collector. */
export const everyNode = { cores: 0.6, memoryGiB: 1.25, pods: 10 } as const satisfies Allocatable;

/**
 * What a node leaves to pods beside those that stand on every node. Cores: 6 % of the first, 1 % of the second, 0.5 % of the third and fourth, 0.25 % of the rest are the kubelet's;
 * memory: 7.5 % is the hypervisor's and the kernel's, 255 MiB and 11 MiB a pod the kubelet's, 100 MiB the threshold of eviction.
 * Source: nodeadm of awslabs/amazon-eks-ami (kubelet's reserved resources); the share of memory is Karpenter's vmMemoryOverheadPercent.
 */
export function allocatable({ cores, memoryGiB, pods }: InstanceType): Allocatable {
  const reservedCores = 0.06 + (cores > 1 ? 0.01 : 0) + 0.005 * Math.min(2, Math.max(0, cores - 2)) + 0.0025 * Math.max(0, cores - 4);
  return {
    cores: cores - reservedCores - everyNode.cores,
    memoryGiB: memoryGiB * 0.925 - (255 + 11 * pods + 100) / 1024 - everyNode.memoryGiB,
    pods: pods - everyNode.pods,
  };
}
