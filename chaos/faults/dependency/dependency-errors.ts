// A dependency that answers with errors.
import { expectation } from "../../expectations.ts";
import { rendered, unsupported, type FaultOf } from "../../fault-kind.ts";
import { onCluster } from "../cluster/on-cluster.ts";
import { renderPodErrors } from "../cluster/pod-errors.ts";

/** The switch turns itself off this long after the fault should have been over, should nobody else. */
const lifeBeyondSeconds = 30;

export const dependencyErrors: FaultOf<"dependency-errors"> = {
  kind: "dependency-errors",
  title: "Dependency errors",
  description:
    "A dependency answers a share of its calls with an error, by a switch that the stack publishes. The switch turns itself off if it is forgotten. On a cluster: a proxy before the dependency's pods writes the errors.",
  undo: "The switch is turned off; on a cluster Litmus ends its proxy.",
  render({ dependency, region, share }, context) {
    const { outputs, duration } = context;
    if (onCluster(outputs, "switches")) return renderPodErrors(dependency, region, share, context);
    const found = outputs.switches.find((row) => row.dependency === dependency && (region === undefined || row.region === region));
    if (found === undefined)
      return unsupported(
        `the stack publishes no switch for ${dependency}${region === undefined ? "" : ` in ${region}`}; it has ${outputs.switches.map(({ id }) => id).join(", ") || "none"}`,
      );
    if (found.observe === undefined) return unsupported(`the switch ${found.id} has no observation, so no error could be seen by a consumer`);
    return rendered({
      engine: "switch",
      targets: [found.id],
      ...(found.region === undefined ? {} : { region: found.region }),
      inject: [{ kind: "switch-set", url: found.url, body: { share, seconds: Math.ceil(duration + lifeBeyondSeconds) } }],
      undo: [{ kind: "switch-clear", url: found.url }],
      effect: [expectation(`a call to ${found.id} fails`, found.observe, { is: false })],
      healed: [expectation(`a call to ${found.id} is answered`, found.observe)],
    });
  },
};
