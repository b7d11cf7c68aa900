// The one reader of k6's environment: what the controller tells a load program.
import type { Options } from "k6/options";
import { loadEnvironment } from "../model/protocol/load.ts";

const value = (name: string): string => __ENV[name] ?? "";

export const environment = {
  entry: value(loadEnvironment.entry).replace(/\/$/, ""),
  apiKey: value(loadEnvironment.apiKey),
  seed: Number(value(loadEnvironment.seed) || "1"),
  paths: value(loadEnvironment.paths)
    .split("\n")
    .filter((path) => path !== ""),
};

/** Options of every program: the schedules come from the controller, figures leave through one output, nothing is judged in k6. */
export const options: Options = {
  scenarios: JSON.parse(value(loadEnvironment.scenarios) || "{}"),
  systemTags: [],
  discardResponseBodies: false,
  userAgent: "proving-ground",
};
