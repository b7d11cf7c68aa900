// A Pulumi program's resources, kept instead of created: stands where the engine's resource monitor would.
import { MockMonitor, type MockResourceArgs, type MockResourceResult } from "@pulumi/pulumi/runtime/mocks.js";
import type { RegisterResourceOutputsRequest, RegisterResourceRequest, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb.js";
import type { Resource } from "../../estate/resource.ts";
import { plain } from "./plain.ts";

export type Registered = Omit<Resource, "region">;

export class RecordingMonitor extends MockMonitor {
  readonly registered: Registered[] = [];
  readonly outputs = new Map<string, Record<string, unknown>>();

  constructor(stateOf: (resource: MockResourceArgs) => MockResourceResult) {
    super({
      newResource: stateOf,
      call: ({ token }) => {
        const details = `${token}: nothing may be looked up in a cloud while resources are made, or a preview would need credentials`;
        // The runtime reads gRPC's field, not the message.
        throw Object.assign(new Error(details), { details });
      },
    });
  }

  override async registerResource(
    request: RegisterResourceRequest,
    callback: (error: Error | null, response: RegisterResourceResponse | undefined) => void,
  ): Promise<void> {
    await super.registerResource(request, (error: Error | null, response: RegisterResourceResponse | undefined) => {
      if (response !== undefined) this.#keep(request, response.getUrn());
      callback(error, response);
    });
  }

  override registerResourceOutputs(request: RegisterResourceOutputsRequest, callback: (error: unknown, response: unknown) => void): void {
    this.outputs.set(request.getUrn(), plain(request.getOutputs()?.toJavaScript() ?? {}).value);
    super.registerResourceOutputs(request, callback);
  }

  #keep(request: RegisterResourceRequest, urn: string): void {
    const { value, unknown, secret } = plain(request.getObject()?.toJavaScript() ?? {});
    this.registered.push({
      urn: asEngine(urn),
      type: request.getType(),
      name: request.getName(),
      inputs: value,
      parent: request.getParent() === "" ? null : asEngine(request.getParent()),
      unknown,
      secret,
      component: !request.getCustom(),
      protect: request.getProtect() ?? false,
      retainOnDelete: request.getRetainondelete() ?? false,
      dependencies: request.getDependenciesList().map(asEngine),
      ...sourcesOf(request),
      ...(request.getIgnorechangesList().length === 0 ? {} : { ignoreChanges: request.getIgnorechangesList() }),
    });
  }
}

/** Only where there are any: most resources have none. */
function sourcesOf(request: RegisterResourceRequest): Pick<Resource, "sources"> {
  const found: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((dependencies, input) => {
    const urns = dependencies.getUrnsList().map(asEngine);
    if (urns.length > 0) found[input] = urns;
  });
  return Object.keys(found).length === 0 ? {} : { sources: found };
}

/** The mock monitor counts the stack among the parents in a type; the engine does not. */
const asEngine = (urn: string): string => urn.replace("::pulumi:pulumi:Stack$", "::");
