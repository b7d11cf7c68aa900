// An API server that a test plays itself, on loopback, and a connection to it by a kubeconfig, as to any other.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type Connection } from "../cluster/api/connection.ts";
import { serveHttp } from "./servers.ts";

export interface PlayedCluster extends AsyncDisposable {
  readonly connection: Connection;
  /** Of the test's own; it goes with the cluster. */
  readonly folder: string;
}

export async function playCluster(listener: RequestListener): Promise<PlayedCluster> {
  const server = await serveHttp(listener);
  const folder = await mkdtemp(join(tmpdir(), "played-cluster-"));
  const kubeconfig = join(folder, "kubeconfig");
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "here",
    clusters: [{ name: "here", cluster: { server: server.url, "insecure-skip-tls-verify": true } }],
    users: [{ name: "here", user: {} }],
    contexts: [{ name: "here", context: { cluster: "here", user: "here" } }],
  };
  await writeFile(kubeconfig, JSON.stringify(config));
  const connection = await connect({ kubeconfig });
  return {
    connection,
    folder,
    async [Symbol.asyncDispose]() {
      connection.close();
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
