// Every experiment of the library, in one list.
import type { Experiment } from "./experiment.ts";
import { podHttpResetPeer } from "./http/pod-http-reset-peer.ts";
import { podHttpStatusCode } from "./http/pod-http-status-code.ts";
import { podNetworkLatency } from "./network/pod-network-latency.ts";
import { podNetworkLoss } from "./network/pod-network-loss.ts";
import { podNetworkPartition } from "./network/pod-network-partition.ts";
import { podNetworkRateLimit } from "./network/pod-network-rate-limit.ts";
import { containerKill } from "./pod/container-kill.ts";
import { diskFill } from "./pod/disk-fill.ts";
import { podCpuHog } from "./pod/pod-cpu-hog.ts";
import { podDelete } from "./pod/pod-delete.ts";
import { podMemoryHog } from "./pod/pod-memory-hog.ts";

export const experimentLibrary: readonly Experiment[] = [
  podDelete,
  containerKill,
  podCpuHog,
  podMemoryHog,
  diskFill,
  podNetworkLatency,
  podNetworkLoss,
  podNetworkRateLimit,
  podNetworkPartition,
  podHttpStatusCode,
  podHttpResetPeer,
];
