// What a person sets for an environment (stacks/settings/Pulumi.<stack>.yaml): the schema; secrets are read beside it, never into it.
import { z } from "zod";
import { phaseNames } from "../model/phases.ts";

const cidr = z.string().regex(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/, 'an address range is written like "10.16.0.0/12"');

/** An image's digest; this one stands for "not built yet": a preview takes it, an update refuses it. */
export const notBuiltYet = `sha256:${"0".repeat(64)}`;

export const settingsSchema = z.strictObject({
  owner: z.string().min(1).describe("the team that answers for the environment; a tag on everything"),
  costCentre: z.string().min(1).describe("a tag on everything"),
  alertEmail: z.email().describe("who gets alarms, budget warnings and expiry notices"),
  mailServer: z
    .string()
    .regex(/^[^:\s]+:\d+$/, "host:port")
    .optional()
    .describe("the SMTP server that takes alarms from the clusters, with STARTTLS and without a password; smtp.<domain>:587 when left out"),
  domain: z.string().min(3).describe("the environment's own DNS zone, such as base.example.com"),
  regions: z.array(z.string()).optional().describe("fewer regions than the environment's table, by name"),
  phases: z.array(z.enum(phaseNames)).min(1).optional().describe("phases to build for; the tier's when left out"),
  addressSpace: cidr.prefault("10.16.0.0/12").describe("what all regions share: a /16 each is cut from it"),
  forbiddenNetworks: z.array(cidr).default([]).describe("networks that nothing here may reach or overlap: production, for one"),
  operatorNetworks: z.array(cidr).default([]).describe("from where the clusters' API may be reached; empty: from inside only"),
  image: z.strictObject({
    repository: z.string().min(1).describe("where the workloads' image lies, without tag and digest"),
    digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, "a digest is sha256: and 64 hexadecimal digits; tags are not taken"),
  }),
  timeToLiveHours: z.int().min(1).nullable().default(null).describe("after this the environment may be destroyed; null: it stays"),
  decommission: z
    .boolean()
    .default(false)
    .describe("true: the environment is to go, and its protection is lifted; of its data a last snapshot stays"),
  secretsGeneration: z
    .string()
    .min(1)
    .default("1")
    .describe("another value, and the passwords of databases and caches are drawn anew: at least every 90 days, such as by the quarter, 2027-1"),
  sourceRepository: z
    .string()
    .regex(/^[^/\s]+\/[^/\s]+$/, "owner/name")
    .describe("the repository whose pipelines may assume the pipeline role"),
  aws: z.strictObject({ accountId: z.string().regex(/^\d{12}$/, "an AWS account has 12 digits") }).optional(),
  google: z
    .strictObject({
      project: z.string().min(6),
      billingAccount: z
        .string()
        .regex(/^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$/, 'a billing account is written like "012345-6789AB-CDEF01"')
        .optional()
        .describe("whose budget it is; gcloud billing projects describe <project> says which"),
    })
    .optional(),
  kubernetes: z
    .strictObject({
      context: z.string().optional().describe("context of the kubeconfig; its current one when left out"),
      storageClass: z.string().optional().describe("the cluster's default when left out"),
    })
    .optional(),
});
export type Settings = z.output<typeof settingsSchema>;
export type SettingsInput = z.input<typeof settingsSchema>;
