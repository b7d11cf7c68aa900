// PromQL that several panels are made from.

const inRegion = 'region=~"$region"';

const selector = (metric: string, matchers: readonly string[]): string => `${metric}{${[inRegion, ...matchers].join(", ")}}`;

/** Events a second of a counter, summed by labels. */
export const rateBy = (metric: string, labels: readonly string[], ...matchers: readonly string[]): string =>
  `sum by (${labels.join(", ")}) (rate(${selector(metric, matchers)}[1m]))`;

/** Share of a counter's events for which further matchers hold; no value where there was no event. */
export const shareBy = (metric: string, labels: readonly string[], ...matchers: readonly string[]): string =>
  `${rateBy(metric, labels, ...matchers)} / ${rateBy(metric, labels)}`;

/** A quantile of a histogram with classic buckets. */
export const quantileBy = (quantile: number, metric: string, labels: readonly string[]): string =>
  `histogram_quantile(${quantile}, ${rateBy(`${metric}_bucket`, ["le", ...labels])})`;

/** The mean of a gauge, by labels. */
export const meanBy = (metric: string, labels: readonly string[]): string => `avg by (${labels.join(", ")}) (${selector(metric, [])})`;
