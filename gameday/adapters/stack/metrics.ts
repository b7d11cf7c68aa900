// Reads the Prometheus text of every service that publishes it.
import { request } from "undici";
import type { Outputs } from "../../../model/outputs.ts";
import type { Clock } from "../../ports/clock.ts";
import type { MetricSeries, MetricsPort } from "../../ports/stack.ts";
import { parsePrometheusText } from "./prometheus-text.ts";

export function createMetrics(outputs: Outputs, clock: Clock): MetricsPort {
  const sources = outputs.services.flatMap(({ id, metrics }) => (metrics === undefined ? [] : [{ id, url: metrics }]));
  return {
    async snapshot() {
      const at = clock.now();
      const series = await Promise.all(sources.map(({ id, url }) => read(id, url)));
      return { at, series: series.flat() };
    },
  };
}

async function read(source: string, url: string): Promise<MetricSeries[]> {
  try {
    const { statusCode, body } = await request(url, { signal: AbortSignal.timeout(2_000) });
    const text = await body.text();
    return statusCode === 200 ? parsePrometheusText(source, text) : [];
  } catch {
    return []; // A service that is down has no figures; the gate sees too few samples, not a guess.
  }
}
