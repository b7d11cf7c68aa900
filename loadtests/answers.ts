// What became of a request, judged by the content of its answer: a 200 with nothing in it is an error.
import exec from "k6/execution";
import type { RefinedResponse, ResponseType } from "k6/http";
import { Counter, Gauge, Trend } from "k6/metrics";
import { loadMetrics } from "../model/protocol/load.ts";

const answers = new Counter(loadMetrics.answers);
const duration = new Trend(loadMetrics.duration, true);
const started = new Counter(loadMetrics.started);
const began = new Gauge(loadMetrics.began);

/** Per VU. Each says it once, so that one lost export does not lose it. */
let said = false;

export function countStart(): void {
  started.add(1);
  if (said) return;
  said = true;
  began.add(exec.scenario.startTime);
}

type Response = RefinedResponse<ResponseType | undefined>;

/** `isRight` looks at an answer whose status is not one of refusal. */
export function judge(response: Response, isRight: (response: Response) => boolean): boolean {
  const right = isRight(response);
  const shed = (response.status === 503 || response.status === 429) && response.headers["Retry-After"] !== undefined;
  answers.add(1, { outcome: right ? "ok" : shed ? "shed" : "error" });
  if (right) duration.add(response.timings.duration);
  return right;
}

/** The body as an object; empty where it is none. */
export function bodyOf(response: Response): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = response.json();
    return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
  } catch {
    return {};
  }
}
