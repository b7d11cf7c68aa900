// Google: the labels that everything of an environment carries, for bills and for whoever asks whose it is.
import type { EnvironmentPlan } from "../environment.ts";

export function googleLabels({ name, settings }: Pick<EnvironmentPlan, "name" | "settings">): Readonly<Record<string, string>> {
  return { environment: name, tier: name, owner: labelValue(settings.owner), "cost-centre": labelValue(settings.costCentre) };
}

/** Google takes lower-case letters, digits, "_" and "-", 63 at most. Source: cloud.google.com/compute/docs/labeling-resources. */
export const labelValue = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{Ll}\p{Lo}\d_-]+/gu, "-")
    .slice(0, 63);
