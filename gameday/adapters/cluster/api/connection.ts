// A context of a kubeconfig as something that can be spoken to: found where kubectl finds it; the client library is loaded only then.
import { existsSync } from "node:fs";
import { Agent, type RequestOptions } from "node:https";
import { Agent as PlainAgent } from "node:http";
import { homedir } from "node:os";
import { join } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node";
import type { ClusterHandle } from "../../../../model/fault/observation.ts";
import { closest } from "../../../../model/closest.ts";
import { ClusterError } from "./cluster-error.ts";

export interface Connection {
  /** For people: "the cluster kind-gameday (https://127.0.0.1:6443)". */
  readonly title: string;
  readonly server: URL;
  /**
   * What a request needs beside its path: certificates, a token, an agent. Asked for each one: tokens run out. Answers that stay open (watches, logs) have
   * connections of their own, as many as there are: they must never keep a Lease or an undo waiting.
   */
  options(use: "call" | "stream"): Promise<RequestOptions>;
  close(): void;
}

const accountToken = "/var/run/secrets/kubernetes.io/serviceaccount/token";
const callsAtATime = 16;

/** Throws ClusterError: no kubeconfig, one that cannot be read, no such context. */
export async function connect(handle: ClusterHandle): Promise<Connection> {
  const config = await load(handle);
  const name = config.getCurrentContext();
  const cluster = config.getCurrentCluster();
  if (cluster === null)
    throw new ClusterError("configuration", `the context ${name} of ${placeOf(handle)} names no cluster that is there`, "correct the kubeconfig");
  const server = serverOf(cluster.server, name, handle);
  const title = `the cluster ${name} (${server.origin})`;
  const AgentOf = server.protocol === "http:" ? PlainAgent : Agent;
  const agents = { call: new AgentOf({ keepAlive: true, maxSockets: callsAtATime }), stream: new AgentOf() };
  const proxied = cluster.proxyUrl !== undefined && cluster.proxyUrl !== "";
  return {
    title,
    server,
    async options(use) {
      const options: RequestOptions = {};
      try {
        await config.applyToHTTPSOptions(options);
      } catch (error) {
        const said = error instanceof Error ? error.message : String(error);
        throw new ClusterError(
          "configuration",
          `the credentials of ${name} cannot be had: ${said}`,
          "see that the program which the kubeconfig calls is there and logged in",
          error,
        );
      }
      // The library's own agent opens a connection for each call; it is needed only where a proxy is between.
      return proxied ? options : { ...options, agent: agents[use] };
    },
    close() {
      agents.call.destroy();
      agents.stream.destroy();
    },
  };
}

async function load({ kubeconfig, context }: ClusterHandle): Promise<KubeConfig> {
  const { KubeConfig: Config } = await import("@kubernetes/client-node");
  const config = new Config();
  const place = placeOf({ kubeconfig });
  try {
    if (kubeconfig !== undefined) config.loadFromFile(kubeconfig);
    else if (isThere()) config.loadFromDefault();
    else throw new Error("there is none, and this is no pod with an account");
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new ClusterError("configuration", `${place} cannot be read: ${said}`, "give the path of a kubeconfig, or set KUBECONFIG", error);
  }
  if (context !== undefined) {
    const names = config.getContexts().map((row) => row.name);
    if (!names.includes(context)) {
      const like = closest(context, names);
      throw new ClusterError(
        "configuration",
        `${place} has no context ${context}; it has ${names.slice(0, 8).join(", ") || "none"}`,
        `${like === undefined ? "" : `did you mean ${like}? `}kubectl config get-contexts shows them`,
      );
    }
    config.setCurrentContext(context);
  } else if (config.getContextObject(config.getCurrentContext()) === null)
    throw new ClusterError("configuration", `${place} has no current context`, "name one in the stack's outputs, or: kubectl config use-context");
  return config;
}

const isThere = (): boolean => (process.env["KUBECONFIG"] ?? "") !== "" || existsSync(join(homedir(), ".kube", "config")) || existsSync(accountToken);

function placeOf({ kubeconfig }: ClusterHandle): string {
  const set = process.env["KUBECONFIG"] ?? "";
  return kubeconfig ?? (set === "" ? "~/.kube/config" : `KUBECONFIG (${set})`);
}

function serverOf(text: string, context: string, handle: ClusterHandle): URL {
  try {
    return new URL(text);
  } catch (error) {
    throw new ClusterError("configuration", `the server of ${context} in ${placeOf(handle)} is no URL: ${text}`, "correct the kubeconfig", error);
  }
}
