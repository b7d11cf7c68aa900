// AWS: the tags that everything of an environment carries, for bills, for policies, and for whoever asks whose it is.
import type { EnvironmentPlan } from "../environment.ts";

/** Roles' policies and backups go by `environment`. */
export const awsTags = ({ name, settings }: Pick<EnvironmentPlan, "name" | "settings">): Readonly<Record<string, string>> => ({
  project: "proving-ground",
  environment: name,
  tier: name,
  owner: tagValue(settings.owner),
  "cost-centre": tagValue(settings.costCentre),
  "time-to-live-hours": settings.timeToLiveHours === null ? "unlimited" : String(settings.timeToLiveHours),
});

/** AWS takes letters, digits, blanks and _ . : / = + - @, 256 at most. Source: "Tag naming limits and requirements" in the Tagging AWS Resources guide. */
export const tagValue = (text: string): string => text.replaceAll(/[^\p{L}\p{Zs}\p{N}_.:/=+\-@]/gu, "-").slice(0, 256);
