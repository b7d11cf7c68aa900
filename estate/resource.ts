// What is known of one resource before it exists: the fact that everything in this room is made from.
import { z } from "zod";

export const estateVersion = "proving-ground/estate/1";

/** Where an input's value is known only after something else has been created. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const resourceSchema = z.strictObject({
  urn: z.string(),
  /** Pulumi's type token, such as "aws:ec2/vpc:Vpc"; components have tokens of their own ("gameday:network:AwsNetwork"). */
  type: z.string(),
  name: z.string(),
  /** Inputs as the program gave them. Unknown values are `unknownValue`; secrets are shown as "[secret]". */
  inputs: z.record(z.string(), z.unknown()),
  /** URN of the parent; null for what stands at the top. */
  parent: z.string().nullable(),
  /** Name of the region that it lives in; null for what is global. */
  region: z.string().nullable(),
  /** Places in `inputs` that are unknown in a preview: "vpcId", "subnetIds[0]". */
  unknown: z.array(z.string()),
  /** Places in `inputs` that are secret. */
  secret: z.array(z.string()),
  /** True for components, which are no resource of any cloud. */
  component: z.boolean(),
  protect: z.boolean(),
  retainOnDelete: z.boolean(),
  /** URNs that it is created after. */
  dependencies: z.array(z.string()),
  /** Input → URNs that its value comes from, whole inputs only ("kmsKeyId"); left out by records of before there was this. */
  sources: z.record(z.string(), z.array(z.string())).optional(),
  /** Inputs whose change the engine passes over once the resource is there. */
  ignoreChanges: z.array(z.string()).optional(),
});
export type Resource = z.output<typeof resourceSchema>;

export const estateSchema = z.strictObject({
  schema: z.literal(estateVersion),
  environment: z.string(),
  /** All regions of the environment, primary first. */
  regions: z.array(z.string()),
  resources: z.array(resourceSchema),
  /** The stack's outputs; what is unknown in a preview is `unknownValue`, secrets are "[secret]". */
  outputs: z.record(z.string(), z.unknown()),
});
export type Estate = z.output<typeof estateSchema>;
