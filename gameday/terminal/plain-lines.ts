// The run as plain lines, one per thing that matters: for logs, pipes and CI.
import type { Entry } from "../../model/events.ts";

/** Undefined for what is not worth a line of its own. */
export function describeEvent({ event }: Entry): string | undefined {
  switch (event.type) {
    case "run-started":
      return `run ${event.run}: plan ${event.plan} on ${event.stack}`;
    case "calibration-finished":
      return event.factor === 1
        ? `calibrated: this machine reaches ${event.reachable.toFixed(0)} requests/s, rates stay`
        : `calibrated: this machine reaches ${event.reachable.toFixed(0)} requests/s, rates × ${Number(event.factor.toFixed(3))}`;
    case "phase-started":
      return `── ${event.phase}: ${event.rate === 0 ? "no load" : `${Number(event.rate.toFixed(1))} requests/s`} for ${event.seconds} s`;
    case "health-checked":
      return event.healthy ? undefined : `   not healthy: ${event.detail}`;
    case "resources-checked":
      return event.enough ? undefined : `   not enough resources: ${event.detail}`;
    case "fault-injected":
      return `   ${event.fault} is in`;
    case "fault-injection-failed":
      return `   ${event.fault} could not be put in: ${event.reason}`;
    case "fault-effect-seen":
      return `   ${event.fault} shows: ${event.seen.find(({ held }) => held)?.label ?? ""}`;
    case "fault-effect-missing":
      return `   ${event.fault} shows no effect`;
    case "fault-judged":
      return event.passed
        ? `   ${event.fault} passed by the verdict of its engine`
        : `   ${event.fault}: FAILED BY ITS ENGINE: ${event.seen.flatMap(({ held, detail }) => (held ? [] : [detail])).join("; ")}`;
    case "fault-healing":
      return `   ${event.fault} is being healed${event.by === "guardian" ? " by the guardian" : ""}`;
    case "fault-healed":
      return `   ${event.fault} is healed, seen by ${event.seen.length} ${event.seen.length === 1 ? "look" : "looks"}`;
    case "fault-heal-unverified":
      return `   ${event.fault}: HEALING NOT SEEN: ${event.seen
        .filter(({ held }) => !held)
        .map(({ label, detail }) => `${label} (${detail})`)
        .join("; ")}`;
    case "fault-recovered":
      return `   ${event.fault}: the stack is whole again${(event.outageSeconds ?? 0) > 0 ? `, writes were away for ${event.outageSeconds?.toFixed(1)} s` : ""}`;
    case "fault-not-recovered":
      return `   ${event.fault}: NOT RECOVERED: ${event.seen
        .filter(({ held }) => !held)
        .map(({ label, detail }) => `${label} (${detail})`)
        .join("; ")}`;
    case "load-stopped":
      return event.planned === 0
        ? undefined
        : `   load: ${event.started} of ${Math.round(event.planned)} iterations started, ${event.dropped} dropped, generator used ${event.generatorCpu.toFixed(2)} cores${lost(event.generatorLost)}${event.detail === "" ? "" : `. ${event.detail}`}`;
    case "integrity-checked":
      return event.accepted === 0
        ? undefined
        : `   integrity: ${event.accepted} accepted writes read back, ${event.lost} lost, ${event.doubled} doubled, ${event.unaccounted} unaccounted for in the queue`;
    case "restore-drilled":
      return `   restore drill: ${event.rows} rows compared, ${event.unequal} differ`;
    case "gate-evaluated": {
      const failed = event.results
        .filter(({ status }) => status === "failed")
        .map(({ criterion, value }) => `${criterion} ${value === null ? "without data" : Number(value.toPrecision(3))}`);
      const passed = event.results.filter(({ status }) => status === "passed").length;
      return `   gate ${event.passed ? "passed" : "FAILED"}: ${passed} ${passed === 1 ? "criterion" : "criteria"} held${failed.length === 0 ? "" : `; failed: ${failed.join(", ")}`}`;
    }
    case "emergency-recovery-started":
      return `   emergency recovery: ${event.reason}`;
    case "abort-requested":
      return `ending the run: ${event.reason}. Every fault is healed first.`;
    case "run-finished":
      return [
        `verdict: ${event.verdict}`,
        ...event.findings.map(({ verdict, reason }) => `   ${reason.startsWith(`${verdict} `) ? "" : `${verdict}: `}${reason}`),
      ].join("\n");
    default:
      return undefined;
  }
}

/** A hundredth or two is the noise of timers. */
const lost = (share = 0): string => (share < 0.02 ? "" : ` and lost ${(share * 100).toFixed(0)} % of its time`);
