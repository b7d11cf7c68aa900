// The estate as the engine tells it: each resource's inputs when it comes by, and what depends on what when all are there.
import type { ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { regionOf } from "../../estate/region-of.ts";
import { estateVersion, type Estate, type Resource } from "../../estate/resource.ts";
import { projectRegions } from "../cost/allowed-regions.ts";
import { plainInputs } from "./plain-inputs.ts";

type Seen = Pick<Resource, "inputs" | "unknown" | "secret" | "component">;

/** A preview and an update that share a process are told one after the other: the first resource of the second begins anew. */
export class Collector {
  #seen = new Map<string, Seen>();
  #estate: Estate | null = null;

  see({ urn, type, props, provider }: ResourceValidationArgs): void {
    if (this.#estate !== null) {
      this.#estate = null;
      this.#seen = new Map();
    }
    this.#seen.set(urn, { ...plainInputs(props), component: provider === undefined && !type.startsWith("pulumi:providers:") });
  }

  estate({ resources }: StackValidationArgs): Estate {
    this.#estate ??= this.#join(resources);
    return this.#estate;
  }

  #join(resources: StackValidationArgs["resources"]): Estate {
    const own = resources.filter(({ type }) => type !== "pulumi:pulumi:Stack");
    const placed = own.map(({ urn, type, name, opts, parent, dependencies, propertyDependencies }) => ({
      ...(this.#seen.get(urn) ?? { ...plainInputs({}), component: true }),
      urn,
      type,
      name,
      parent: above(parent?.urn ?? opts.parent),
      protect: opts.protect,
      retainOnDelete: false,
      dependencies: dependencies.map((one) => one.urn),
      sources: Object.fromEntries(Object.entries(propertyDependencies).map(([key, found]) => [key, found.map((one) => one.urn)])),
    }));
    const byUrn = new Map(placed.map((resource) => [resource.urn, resource]));
    const regions = projectRegions.filter((region) => placed.some((resource) => regionOf(resource, new Map(), [region]) !== null));
    return {
      schema: estateVersion,
      environment: own[0]?.urn.split("::")[0]?.split(":")[2] ?? "",
      regions,
      resources: placed.map((resource) => ({ ...resource, region: regionOf(resource, byUrn, regions) })),
      outputs: {},
    };
  }
}

const above = (urn: string | undefined): string | null => (urn === undefined || urn === "" || urn.includes("::pulumi:pulumi:Stack::") ? null : urn);
