// Switches that a stack publishes: PUT turns errors on, DELETE off.
import { request } from "undici";

const limitMilliseconds = 2_000;

export const setSwitch = (url: string, body: unknown): Promise<void> => call("PUT", url, body);
export const clearSwitch = (url: string): Promise<void> => call("DELETE", url);

async function call(method: "PUT" | "DELETE", url: string, body?: unknown): Promise<void> {
  const response = await request(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    signal: AbortSignal.timeout(limitMilliseconds),
  }).catch((error: unknown) => {
    throw new Error(`the switch ${url} does not answer: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
  await response.body.dump();
  if (response.statusCode >= 300) throw new Error(`the switch ${url} answered ${response.statusCode} to ${method}`);
}
