// The cluster's Prometheus, asked through the API server's proxy: whoever may speak to the cluster needs no other way in.
import { z } from "zod";
import { UserError } from "../../../model/user-error.ts";
import type { ClusterOutput } from "../../../model/outputs.ts";
import type { ClusterApi } from "../cluster/api/api.ts";

export type PrometheusPlace = NonNullable<ClusterOutput["prometheus"]>;

const flagsSchema = z.object({ data: z.record(z.string(), z.string()) });
const versionSchema = z.object({ data: z.object({ version: z.string() }) });
const failureSchema = z.object({ error: z.string().optional(), message: z.string().optional() });
const scalarSchema = z.object({ data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }) });

export interface Prometheus {
  /** The answer to an instant query, as it came. */
  query(text: string): Promise<unknown>;
  /** A query whose answer is one number; null: none. */
  number(text: string): Promise<number | null>;
  /** Throws UserError where it does not take what runners write. */
  check(): Promise<void>;
}

export function prometheusOf(api: ClusterApi, { namespace, service, port }: PrometheusPlace): Prometheus {
  const root = `/api/v1/namespaces/${namespace}/services/${service}:${port}/proxy/api/v1`;
  const place = `clusters[].prometheus (${namespace}/${service}:${port})`;

  async function ask(path: string): Promise<unknown> {
    const { status, text } = await api.ask(`${root}${path}`);
    if (status === 200) return JSON.parse(text);
    throw new Error(`Prometheus at ${namespace}/${service}:${port} answered ${status}: ${reasonIn(text)}`);
  }

  const query = (text: string): Promise<unknown> => ask(`/query?${new URLSearchParams({ query: text }).toString()}`);
  return {
    query,
    async number(text) {
      const value = scalarSchema.parse(await query(text)).data.result[0]?.value[1];
      return value === undefined || !Number.isFinite(Number(value)) ? null : Number(value);
    },
    async check() {
      const [flags, build] = await Promise.all([ask("/status/flags"), ask("/status/buildinfo")]).catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        throw new UserError("the cluster's Prometheus cannot be read through the API server:", [
          { path: place, message, remedy: "see that the service is there, and that you may `get services/proxy` in its namespace" },
        ]);
      });
      const set = flagsSchema.parse(flags).data;
      const { version } = versionSchema.parse(build).data;
      const problems = [
        ...(set["web.enable-remote-write-receiver"] === "true" ? [] : ["takes no remote writes: start it with --web.enable-remote-write-receiver"]),
        ...(version.startsWith("2.") && !(set["enable-feature"] ?? "").includes("native-histograms")
          ? [`is ${version} without native histograms: start it with --enable-feature=native-histograms`]
          : []),
      ];
      if (problems.length > 0)
        throw new UserError(
          "the cluster's Prometheus does not take what runners write:",
          problems.map((message) => ({ path: place, message })),
        );
    },
  };
}

function reasonIn(text: string): string {
  try {
    const { error, message } = failureSchema.parse(JSON.parse(text));
    return error ?? message ?? text.slice(0, 200);
  } catch {
    return text.slice(0, 200);
  }
}
