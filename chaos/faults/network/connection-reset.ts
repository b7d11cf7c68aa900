// Connections are cut off hard.
import { expectation } from "../../expectations.ts";
import type { FaultOf } from "../../fault-kind.ts";
import { renderToxics } from "./toxic-fault.ts";

export const connectionReset: FaultOf<"connection-reset"> = {
  kind: "connection-reset",
  title: "Connection reset",
  description: "Every connection over a link is reset by TCP RST.",
  undo: "The toxic is removed.",
  render: ({ link }, context) =>
    renderToxics(
      link,
      {
        toxics: [{ type: "reset_peer", stream: "downstream", attributes: { timeout: 0 } }],
        effect: ({ id }, observe) => expectation(`connections over ${id} are reset`, observe, { is: false }),
      },
      context,
    ),
};
