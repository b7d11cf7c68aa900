// The few calls of the Kubernetes API that tests need, without a client library.
import { Agent, request } from "undici";
import { z } from "zod";

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** What the server said of an object. */
export interface Judgement {
  readonly accepted: boolean;
  readonly status: number;
  /** Of a refusal: why. */
  readonly message: string;
  /** What it took, but not gladly: deprecated versions, pods that a namespace's standard forbids. */
  readonly warnings: readonly string[];
}

const kindsSchema = z.object({ resources: z.array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() })) });
type Kind = z.output<typeof kindsSchema>["resources"][number];
const messageSchema = z.object({ message: z.string().default("") });

export class ClusterClient {
  readonly #url: string;
  readonly #authorization: string;
  // The server's certificate is its own, made a moment ago in this machine's folder for tests.
  readonly #agent = new Agent({ connect: { rejectUnauthorized: false }, connections: 8, pipelining: 1 });
  readonly #kinds = new Map<string, Promise<readonly Kind[]>>();

  constructor(url: string, token: string) {
    this.#url = url;
    this.#authorization = `Bearer ${token}`;
  }

  ready(): Promise<boolean> {
    return this.#call("GET", "/readyz").then(
      ({ status }) => status === 200,
      () => false,
    );
  }

  /** Whether the server knows the object's kind in that version. */
  async knows({ apiVersion, kind }: Pick<KubernetesObject, "apiVersion" | "kind">): Promise<boolean> {
    return (await this.#kindsOf(apiVersion)).some((known) => known.kind === kind);
  }

  /** Makes or changes an object, as `kubectl apply --server-side --validate=strict` does. `dryRun`: only says whether it would. */
  async apply(
    object: KubernetesObject & Readonly<Record<string, unknown>>,
    { dryRun, manager = "test" }: { readonly dryRun: boolean; readonly manager?: string },
  ): Promise<Judgement> {
    const found = (await this.#kindsOf(object.apiVersion)).find(({ kind, name }) => kind === object.kind && !name.includes("/"));
    if (found === undefined)
      return { accepted: false, status: 404, message: `there is no kind ${object.kind} of ${object.apiVersion}`, warnings: [] };
    const { name, namespace = "default" } = object.metadata;
    const place = found.namespaced ? `/namespaces/${namespace}/${found.name}/${name}` : `/${found.name}/${name}`;
    const query = new URLSearchParams({ fieldManager: manager, fieldValidation: "Strict", force: "true", ...(dryRun ? { dryRun: "All" } : {}) });
    const { status, body, warnings } = await this.#call("PATCH", `${root(object.apiVersion)}${place}?${query.toString()}`, JSON.stringify(object));
    const accepted = status === 200 || status === 201;
    return { accepted, status, message: accepted ? "" : messageOf(body), warnings };
  }

  /** Forgets which kinds there are: after new ones were made. */
  async whenKnown(kinds: readonly Pick<KubernetesObject, "apiVersion" | "kind">[], milliseconds = 20_000): Promise<void> {
    const until = Date.now() + milliseconds;
    for (const kind of kinds)
      while (!(await this.knows(kind))) {
        if (Date.now() > until) throw new Error(`${kind.apiVersion} ${kind.kind} is not served after ${milliseconds / 1_000} s`);
        this.#kinds.delete(kind.apiVersion);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  #kindsOf(apiVersion: string): Promise<readonly Kind[]> {
    const known = this.#kinds.get(apiVersion);
    if (known !== undefined) return known;
    const asked = this.#call("GET", root(apiVersion)).then(({ status, body }) =>
      status === 200 ? kindsSchema.parse(JSON.parse(body)).resources : [],
    );
    this.#kinds.set(apiVersion, asked);
    return asked;
  }

  async #call(method: "GET" | "PATCH", path: string, body?: string): Promise<{ status: number; body: string; warnings: readonly string[] }> {
    const answer = await request(`${this.#url}${path}`, {
      method,
      dispatcher: this.#agent,
      headers: { authorization: this.#authorization, ...(body === undefined ? {} : { "content-type": "application/apply-patch+yaml" }) },
      ...(body === undefined ? {} : { body }),
    });
    const { warning } = answer.headers;
    const warnings = warning === undefined ? [] : [warning].flat().map((line) => line.replace(/^299 - /, ""));
    return { status: answer.statusCode, body: await answer.body.text(), warnings };
  }
}

const root = (apiVersion: string): string => (apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`);

function messageOf(body: string): string {
  try {
    return messageSchema.parse(JSON.parse(body)).message;
  } catch {
    return body.slice(0, 300);
  }
}
