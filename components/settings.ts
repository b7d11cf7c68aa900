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
  aws: z
    .strictObject({
      accountId: z.string().regex(/^\d{12}$/, "an AWS account has 12 digits"),
      quotas: z
        .record(z.string().regex(/^L-[0-9A-F]{8}$/, "a quota's code is written like L-1216C47A"), z.number().positive())
        .default({})
        .describe("quotas that the account has beyond AWS's defaults in every region, by code: what is enough already is not requested again"),
    })
    .optional(),
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
      address: z
        .string()
        .prefault("127.0.0.1")
        .describe("where the entry and the edges are reached: of a node, or of this machine with a port forwarded"),
      firstPort: z
        .int()
        .min(30_000)
        .max(32_700)
        .prefault(30_080)
        .describe("port of the entry at that address, and on every node where nodePorts is true; the regions' edges have the next ones"),
      nodePorts: z.boolean().prefault(true).describe("false: nothing is opened on the nodes, and kubectl port-forward is the way in"),
      expertsPerReplica: z.int().min(1).prefault(5).describe("experts that one pod stands for"),
      smallestReplicas: z
        .int()
        .min(1)
        .max(10)
        .prefault(1)
        .describe("replicas of a workload at rest; the design has 3, a cluster on one machine has room for 1"),
    })
    .optional(),
});
export type Settings = z.output<typeof settingsSchema>;
export type SettingsInput = z.input<typeof settingsSchema>;
