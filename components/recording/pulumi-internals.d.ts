// What Pulumi's runtime has and its published types leave out: its own start asks the monitor for its features with it (sdk/nodejs/cmd/run).
import "@pulumi/pulumi/runtime/settings.js";

declare module "@pulumi/pulumi/runtime/settings.js" {
  export function awaitFeatureSupport(): Promise<void>;
}
