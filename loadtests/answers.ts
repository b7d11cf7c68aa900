// What became of a request, judged by the content of its answer: a 200 with nothing in it is an error.
import type { RefinedResponse, ResponseType } from "k6/http";
import { Counter, Trend } from "k6/metrics";
import { loadMetrics } from "../model/protocol/load.ts";

const answers = new Counter(loadMetrics.answers);
const duration = new Trend(loadMetrics.duration, true);
const started = new Counter(loadMetrics.started);

export const countStart = (): void => started.add(1);

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
