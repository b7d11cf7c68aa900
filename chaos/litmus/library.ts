// Every experiment of the library, in one list.
import { awsAzChaos } from "./cloud/aws-az-chaos.ts";
import { ebsLossById } from "./cloud/ebs-loss-by-id.ts";
import { ebsLossByTag } from "./cloud/ebs-loss-by-tag.ts";
import { ec2TerminateById } from "./cloud/ec2-terminate-by-id.ts";
import { ec2TerminateByTag } from "./cloud/ec2-terminate-by-tag.ts";
import { gcpVmDiskLoss } from "./cloud/gcp-vm-disk-loss.ts";
import { gcpVmInstanceStop } from "./cloud/gcp-vm-instance-stop.ts";
import { rdsInstanceStop } from "./cloud/rds-instance-stop.ts";
import type { Experiment } from "./experiment.ts";
import { podHttpLatency } from "./http/pod-http-latency.ts";
import { podHttpModifyBody } from "./http/pod-http-modify-body.ts";
import { podHttpResetPeer } from "./http/pod-http-reset-peer.ts";
import { podHttpStatusCode } from "./http/pod-http-status-code.ts";
import { podDnsError } from "./network/pod-dns-error.ts";
import { podDnsSpoof } from "./network/pod-dns-spoof.ts";
import { podNetworkCorruption } from "./network/pod-network-corruption.ts";
import { podNetworkDuplication } from "./network/pod-network-duplication.ts";
import { podNetworkLatency } from "./network/pod-network-latency.ts";
import { podNetworkLoss } from "./network/pod-network-loss.ts";
import { podNetworkPartition } from "./network/pod-network-partition.ts";
import { podNetworkRateLimit } from "./network/pod-network-rate-limit.ts";
import { kubeletServiceKill } from "./node/kubelet-service-kill.ts";
import { nodeCpuHog } from "./node/node-cpu-hog.ts";
import { nodeDrain } from "./node/node-drain.ts";
import { nodeIoStress } from "./node/node-io-stress.ts";
import { nodeMemoryHog } from "./node/node-memory-hog.ts";
import { nodeRestart } from "./node/node-restart.ts";
import { nodeTaint } from "./node/node-taint.ts";
import { containerKill } from "./pod/container-kill.ts";
import { diskFill } from "./pod/disk-fill.ts";
import { podAutoscaler } from "./pod/pod-autoscaler.ts";
import { podCpuHog } from "./pod/pod-cpu-hog.ts";
import { podDelete } from "./pod/pod-delete.ts";
import { podIoStress } from "./pod/pod-io-stress.ts";
import { podMemoryHog } from "./pod/pod-memory-hog.ts";

export const experimentLibrary: readonly Experiment[] = [
  podDelete,
  containerKill,
  podCpuHog,
  podMemoryHog,
  podIoStress,
  diskFill,
  podAutoscaler,
  podNetworkLatency,
  podNetworkLoss,
  podNetworkCorruption,
  podNetworkDuplication,
  podNetworkPartition,
  podNetworkRateLimit,
  podDnsError,
  podDnsSpoof,
  podHttpLatency,
  podHttpStatusCode,
  podHttpResetPeer,
  podHttpModifyBody,
  nodeDrain,
  nodeTaint,
  nodeCpuHog,
  nodeMemoryHog,
  nodeIoStress,
  nodeRestart,
  kubeletServiceKill,
  ec2TerminateById,
  ec2TerminateByTag,
  ebsLossById,
  ebsLossByTag,
  rdsInstanceStop,
  awsAzChaos,
  gcpVmInstanceStop,
  gcpVmDiskLoss,
];
