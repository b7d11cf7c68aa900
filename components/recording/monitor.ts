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
        throw new Error(`${token}: nothing may be looked up in a cloud while resources are made, or a preview would need credentials`);
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
      urn: urn.replace("::pulumi:pulumi:Stack$", "::"),
      type: request.getType(),
      name: request.getName(),
      inputs: value,
      parent: request.getParent() === "" ? null : request.getParent(),
      unknown,
      secret,
      component: !request.getCustom(),
      protect: request.getProtect() ?? false,
      retainOnDelete: request.getRetainondelete() ?? false,
      dependencies: request.getDependenciesList(),
    });
  }
}
