// A disk with no room left.
import { join } from "node:path";
import { expectation } from "../../expectations.ts";
import { rendered, unsupported, type FaultOf } from "../../fault-kind.ts";
import { onCluster } from "../cluster/on-cluster.ts";
import { renderPodDisk } from "../cluster/pod-stress.ts";
import { helperSteps } from "./helper.ts";

export const diskFill: FaultOf<"disk-fill"> = {
  kind: "disk-fill",
  title: "Disk fill",
  description:
    "A disk that the stack offers is filled until a write fails. Only disks of a size of their own are offered (a tmpfs, as root). On a cluster: the ephemeral storage of a pod that has a limit of it and a root that can be written, until it is evicted.",
  undo: "The helper is ended and its file removed; on a cluster by Litmus.",
  render({ disk: wanted }, context) {
    if (onCluster(context.outputs, "disks")) return renderPodDisk(wanted, context);
    const disk = context.outputs.disks.find(({ id }) => wanted === undefined || id === wanted);
    if (disk === undefined)
      return unsupported(wanted === undefined ? "the stack publishes no disk that may be filled" : `the stack publishes no disk ${wanted}`);
    const file = join(disk.path, `gameday-${context.id}`);
    const { inject, undo } = helperSteps("disk-fill", { file }, context);
    return rendered({
      engine: "helper",
      targets: [disk.id],
      inject,
      undo: [...undo, { kind: "remove-file", file }],
      effect: [expectation(`a write to ${disk.id} fails`, { kind: "disk-writable", path: disk.path }, { is: false })],
      healed: [expectation(`a write to ${disk.id} succeeds`, { kind: "disk-writable", path: disk.path })],
    });
  },
};
