// Looks over HTTP: an endpoint, a Prometheus query. A connection of its own for each look, so that a healed path is not judged by an old connection.
import { readFile } from "node:fs/promises";
import { Agent, request } from "undici";
import { z } from "zod";
import type { Observation } from "../../../model/fault/observation.ts";
import type { Seen } from "../../ports/fault.ts";

const answerSchema = z.object({ data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }) });

export async function lookHttp({
  url,
  method,
  body,
  headers,
  apiKeyFile,
  status,
  contains,
  timeout,
}: Extract<Observation, { kind: "http" }>): Promise<Seen> {
  const key = apiKeyFile === undefined ? {} : { "x-api-key": (await readFile(apiKeyFile, "utf8")).trim() };
  const started = performance.now();
  try {
    const { statusCode, text } = await fetchOnce(
      url,
      method,
      Math.ceil(timeout * 1_000),
      { ...headers, ...key, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      body === undefined ? undefined : JSON.stringify(body),
    );
    const value = performance.now() - started;
    const accepted = status === undefined ? statusCode >= 200 && statusCode < 300 : status.includes(statusCode);
    if (!accepted) return { held: false, value, detail: `${url} answered ${statusCode}` };
    if (contains !== undefined && !text.includes(contains))
      return { held: false, value, detail: `${url} answered ${statusCode} without "${contains}"` };
    return { held: true, value, detail: `${statusCode} after ${value.toFixed(0)} ms` };
  } catch (error) {
    return { held: false, value: performance.now() - started, detail: `${url}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

export async function lookPrometheus({ url, query, timeout }: Extract<Observation, { kind: "prometheus" }>): Promise<Seen> {
  const { statusCode, text } = await fetchOnce(
    `${url.replace(/\/$/, "")}/api/v1/query?query=${encodeURIComponent(query)}`,
    "GET",
    Math.ceil(timeout * 1_000),
    {},
  );
  if (statusCode !== 200) throw new Error(`Prometheus answered ${statusCode}: ${text.slice(0, 200)}`);
  const sample = answerSchema.parse(JSON.parse(text)).data.result[0]?.value[1];
  if (sample === undefined) throw new Error(`the query ${query} has no result`);
  const value = Number(sample);
  return { held: value !== 0, value, detail: `${query} is ${sample}` };
}

async function fetchOnce(
  url: string,
  method: "GET" | "POST",
  limit: number,
  headers: Record<string, string>,
  body?: string,
): Promise<{ statusCode: number; text: string }> {
  const dispatcher = new Agent({ connect: { timeout: limit }, pipelining: 0 });
  try {
    const response = await request(url, { method, headers, dispatcher, signal: AbortSignal.timeout(limit), ...(body === undefined ? {} : { body }) });
    return { statusCode: response.statusCode, text: await response.body.text() };
  } finally {
    void dispatcher.destroy();
  }
}
