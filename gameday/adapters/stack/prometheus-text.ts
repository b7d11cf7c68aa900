// The Prometheus text format, as far as counters, gauges and classic histograms go.
import type { MetricSeries } from "../../ports/stack.ts";

const sampleLine = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/;
const labelPair = /(\w+)="((?:[^"\\]|\\.)*)"/g;

export function parsePrometheusText(source: string, text: string): MetricSeries[] {
  const kinds = new Map<string, string>();
  const series: MetricSeries[] = [];
  const histograms = new Map<
    string,
    { readonly metric: string; readonly labels: Record<string, string>; count: number; readonly buckets: [number, number][] }
  >();
  for (const line of text.split("\n")) {
    if (line.startsWith("# TYPE ")) {
      const [, , name = "", kind = ""] = line.split(" ");
      kinds.set(name, kind);
      continue;
    }
    const match = line.startsWith("#") ? null : sampleLine.exec(line);
    if (match === null) continue;
    const [, name = "", labelText = "", valueText = ""] = match;
    const labels = Object.fromEntries([...labelText.matchAll(labelPair)].map(([, key = "", value = ""]) => [key, unescape(value)]));
    const base = name.replace(/_(bucket|count|sum)$/, "");
    if (kinds.get(base) === "histogram") addToHistogram(base, name, labels, Number(valueText));
    else {
      const kind = kinds.get(name);
      if (kind === "counter" || kind === "gauge") series.push({ metric: name, kind, source, labels, value: Number(valueText) });
    }
  }
  for (const { metric, labels, count, buckets } of histograms.values()) {
    series.push({ metric, kind: "histogram", source, labels, value: count, buckets: buckets.toSorted(([a], [b]) => a - b) });
  }
  return series;

  function addToHistogram(metric: string, name: string, { le, ...labels }: Record<string, string>, value: number): void {
    const key = JSON.stringify([metric, Object.entries(labels).toSorted(([a], [b]) => a.localeCompare(b))]);
    const histogram = histograms.get(key) ?? { metric, labels, count: 0, buckets: [] };
    histograms.set(key, histogram);
    if (name.endsWith("_bucket")) histogram.buckets.push([le === "+Inf" ? Infinity : Number(le), value]);
    else if (name.endsWith("_count")) histogram.count = value;
  }
}

const unescape = (value: string): string => value.replaceAll(/\\(.)/g, (_, character: string) => (character === "n" ? "\n" : character));
