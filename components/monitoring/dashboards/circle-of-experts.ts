// The dashboard "Circle of Experts Performance": how fast and how often experts answer and agree.
import { metricNames } from "../../../model/protocol/metrics.ts";
import type { Dashboard } from "./dashboard.ts";
import { quantileBy, rateBy, shareBy } from "./expressions.ts";

export const circleOfExperts: Dashboard = {
  uid: "gameday-circle-of-experts",
  title: "Circle of Experts Performance",
  description: "Questions, panels of experts and their consensus, by region and provider, with the limits that a run is judged by.",
  panels: [
    {
      title: "Consultations",
      kind: "timeseries",
      unit: "reqps",
      queries: [{ expr: rateBy(metricNames.consultations, ["region", "outcome"]), legend: "{{region}} {{outcome}}" }],
    },
    {
      title: "Expert's answer, 95th percentile",
      kind: "timeseries",
      unit: "s",
      limit: { value: 2 },
      queries: [{ expr: quantileBy(0.95, metricNames.expertResponseSeconds, ["region", "provider"]), legend: "{{region}} {{provider}}" }],
    },
    {
      title: "Consensus, 95th percentile",
      kind: "timeseries",
      unit: "s",
      limit: { value: 5 },
      queries: [{ expr: quantileBy(0.95, metricNames.consensusSeconds, ["region"]), legend: "{{region}}" }],
    },
    {
      title: "Panels with a quorum",
      kind: "timeseries",
      unit: "percentunit",
      limit: { value: 0.99, below: true },
      queries: [{ expr: shareBy(metricNames.expertPanels, ["region"], 'outcome="quorum"'), legend: "{{region}}" }],
    },
    {
      title: "Consultations that end in a consensus",
      kind: "timeseries",
      unit: "percentunit",
      queries: [{ expr: shareBy(metricNames.consultations, ["region"], 'outcome="consensus"'), legend: "{{region}}" }],
    },
    {
      title: "Answers by provider",
      kind: "timeseries",
      unit: "reqps",
      queries: [{ expr: rateBy(`${metricNames.expertResponseSeconds}_count`, ["provider"]), legend: "{{provider}}" }],
    },
  ],
};
