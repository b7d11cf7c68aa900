// The few calls of the Kubernetes API that tests need, without a client library.
import { Agent, request } from "undici";
import { z } from "zod";

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
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

  /** The object, or null where there is none. */
  async find<T>(kind: Pick<KubernetesObject, "apiVersion" | "kind">, namespace: string, name: string, schema: z.ZodType<T>): Promise<T | null> {
    const { status, body } = await this.#call("GET", `${await this.#place(kind, namespace)}/${name}`);
    return status === 404 ? null : schema.parse(JSON.parse(expected(status, body)));
  }

  /** Those in the namespace; of kinds that have none, and for "", all. */
  async list<T>(
    kind: Pick<KubernetesObject, "apiVersion" | "kind">,
    namespace: string,
    schema: z.ZodType<T>,
    labels: Readonly<Record<string, string>> = {},
  ): Promise<readonly T[]> {
    const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    const query = new URLSearchParams({ labelSelector: selector.join(",") });
    const { status, body } = await this.#call("GET", `${await this.#place(kind, namespace)}?${query.toString()}`);
    return z.object({ items: z.array(schema) }).parse(JSON.parse(expected(status, body))).items;
  }

  /** Throws where it is refused. */
  async make(...objects: readonly (KubernetesObject & Readonly<Record<string, unknown>>)[]): Promise<void> {
    for (const object of objects) {
      const { accepted, message } = await this.apply(object, { dryRun: false });
      if (!accepted) throw new Error(`${object.kind} ${object.metadata.name}: ${message}`);
    }
  }

  /** As `kubectl patch --type=merge` does. `part`: "/scale", "/status". */
  async change({ apiVersion, kind, metadata }: KubernetesObject, change: unknown, part = ""): Promise<void> {
    const place = `${await this.#place({ apiVersion, kind }, metadata.namespace ?? "default")}/${metadata.name}${part}`;
    const { status, body } = await this.#call("PATCH", place, JSON.stringify(change), "application/merge-patch+json");
    expected(status, body);
  }

  /** One that is not there is gone already. */
  async remove({ apiVersion, kind, metadata }: KubernetesObject): Promise<void> {
    const { status, body } = await this.#call(
      "DELETE",
      `${await this.#place({ apiVersion, kind }, metadata.namespace ?? "default")}/${metadata.name}`,
    );
    if (status !== 404) expected(status, body);
  }

  /** A token that speaks for the service account for an hour. */
  async accountToken(namespace: string, account: string): Promise<string> {
    const asked = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 3_600 } };
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`;
    const { status, body } = await this.#call("POST", path, JSON.stringify(asked), "application/json");
    return z.object({ status: z.object({ token: z.string() }) }).parse(JSON.parse(expected(status, body))).status.token;
  }

  /** What the server counts of itself, as Prometheus reads it. */
  async metrics(): Promise<string> {
    const { status, body } = await this.#call("GET", "/metrics");
    return expected(status, body);
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

  async #place({ apiVersion, kind }: Pick<KubernetesObject, "apiVersion" | "kind">, namespace: string): Promise<string> {
    const found = (await this.#kindsOf(apiVersion)).find((known) => known.kind === kind && !known.name.includes("/"));
    if (found === undefined) throw new Error(`there is no kind ${kind} of ${apiVersion}`);
    return `${root(apiVersion)}${found.namespaced && namespace !== "" ? `/namespaces/${namespace}` : ""}/${found.name}`;
  }

  async #call(
    method: "GET" | "PATCH" | "POST" | "DELETE",
    path: string,
    body?: string,
    type = "application/apply-patch+yaml",
  ): Promise<{ status: number; body: string; warnings: readonly string[] }> {
    const answer = await request(`${this.#url}${path}`, {
      method,
      dispatcher: this.#agent,
      headers: { authorization: this.#authorization, ...(body === undefined ? {} : { "content-type": type }) },
      ...(body === undefined ? {} : { body }),
    });
    const { warning } = answer.headers;
    const warnings = warning === undefined ? [] : [warning].flat().map((line) => line.replace(/^299 - /, ""));
    return { status: answer.statusCode, body: await answer.body.text(), warnings };
  }
}

function expected(status: number, body: string): string {
  if (status >= 300) throw new Error(`the API server answers ${status}: ${messageOf(body)}`);
  return body;
}

const root = (apiVersion: string): string => (apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`);

function messageOf(body: string): string {
  try {
    return messageSchema.parse(JSON.parse(body)).message;
  } catch {
    return body.slice(0, 300);
  }
}
