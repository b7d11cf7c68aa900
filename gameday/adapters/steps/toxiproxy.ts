// Toxiproxy's HTTP interface, as far as faults need it. Every call may be repeated.
import { request } from "undici";

const limitMilliseconds = 2_000;

interface Toxic {
  readonly name: string;
  readonly type: string;
  readonly stream: string;
  readonly attributes: Readonly<Record<string, number>>;
}

export async function addToxic(api: string, proxy: string, toxic: Toxic): Promise<void> {
  const place = `${api}/proxies/${encodeURIComponent(proxy)}/toxics`;
  const status = await call("POST", place, toxic);
  if (status === 409)
    expectOk(
      await call("POST", `${place}/${encodeURIComponent(toxic.name)}`, { attributes: toxic.attributes }),
      `toxic ${toxic.name} on proxy ${proxy}`,
    );
  else expectOk(status, `toxic ${toxic.name} on proxy ${proxy}`);
}

/** A toxic, or a proxy, that is not there needs no removal. */
export async function removeToxic(api: string, proxy: string, toxic: string): Promise<void> {
  const status = await call("DELETE", `${api}/proxies/${encodeURIComponent(proxy)}/toxics/${encodeURIComponent(toxic)}`);
  if (status !== 404) expectOk(status, `removal of toxic ${toxic} from proxy ${proxy}`);
}

export async function enableProxy(api: string, proxy: string, enabled: boolean): Promise<void> {
  expectOk(await call("POST", `${api}/proxies/${encodeURIComponent(proxy)}`, { enabled }), `proxy ${proxy}`);
}

async function call(method: "POST" | "DELETE", url: string, body?: unknown): Promise<number> {
  try {
    const response = await request(url, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(limitMilliseconds),
    });
    await response.body.dump();
    return response.statusCode;
  } catch (error) {
    throw new Error(`Toxiproxy does not answer at ${new URL(url).origin}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function expectOk(status: number, what: string): void {
  if (status === 404) throw new Error(`${what}: Toxiproxy knows no such proxy; correct the link's proxy name in the outputs`);
  if (status >= 300) throw new Error(`${what}: Toxiproxy answered ${status}`);
}
