// A synthetic provider for the real engine: `node main.ts <package> <folder>`. It stands in for a cloud's own provider, and creates nothing but files.
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { status, type sendUnaryData, type ServerUnaryCall } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { factsOf } from "../../../estate/types/table.ts";
import { serve } from "../serve.ts";
import { difference, outputsOf, type Values } from "./behaviour.ts";
import { identityOf } from "./identity.ts";
import { note, ordersOf } from "./orders.ts";
import { decided } from "./sdk-schema.ts";
import { Store } from "./store.ts";

const [name = "", folder = ""] = process.argv.slice(2);
const store = new Store(folder);
let configured: Values = {};

const values = (sent: struct.Struct | undefined): Record<string, unknown> => {
  const parsed: unknown = JSON.parse(JSON.stringify(sent?.toJavaScript() ?? {}));
  return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
};
const sent = (given: Values): struct.Struct => struct.Struct.fromJavaScript(JSON.parse(JSON.stringify(given)));
const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";

interface Told {
  readonly code: number;
  readonly message: string;
}
type Answer<Response> = sendUnaryData<Response>;

/** Notes the call, refuses it where a test has asked for that, and turns what goes wrong into an answer. */
const asked =
  <Request extends { getUrn(): string }, Response>(method: string, handle: (request: Request) => Response | Promise<Response>) =>
  ({ request }: ServerUnaryCall<Request, Response>, answer: Answer<Response>): void => {
    const urn = request.getUrn();
    const preview = "getPreview" in request && typeof request.getPreview === "function" && request.getPreview() === true;
    note(folder, { method, urn, preview });
    const dead = ordersOf(folder).refuse.find((part) => urn.includes(part));
    if (dead !== undefined) return answer({ code: status.UNAVAILABLE, message: `${dead} does not answer` });
    const handled = async (): Promise<Response> => handle(request);
    handled().then(
      (response) => answer(null, response),
      (error: unknown) => answer(told(error)),
    );
  };

const told = (error: unknown): Told => ({ code: status.UNKNOWN, message: error instanceof Error ? error.message : String(error) });

const factsFor = (urn: string) => {
  const facts = factsOf(typeOf(urn));
  if (facts === null) throw new Error(`the table of facts has no row for ${typeOf(urn)}`);
  // With a region of its own on every resource, a resource that is given another region is another resource.
  return name === "aws" ? { ...facts, replaces: [...facts.replaces, "region"] } : facts;
};

serve(ResourceProviderService, {
  handshake: (_: unknown, answer: Answer<provider.ProviderHandshakeResponse>) => answer(null, new provider.ProviderHandshakeResponse()),
  getPluginInfo: (_: unknown, answer: Answer<plugin.PluginInfo>) => answer(null, new plugin.PluginInfo().setVersion("99.0.0")),
  getSchema: (_: unknown, answer: Answer<provider.GetSchemaResponse>) =>
    answer(null, new provider.GetSchemaResponse().setSchema(JSON.stringify({ name, version: "99.0.0" }))),
  cancel: (_: unknown, answer: Answer<empty.Empty>) => answer(null, new empty.Empty()),
  attach: (_: unknown, answer: Answer<empty.Empty>) => answer(null, new empty.Empty()),
  checkConfig: ({ request }: ServerUnaryCall<provider.CheckRequest, provider.CheckResponse>, answer: Answer<provider.CheckResponse>) =>
    answer(null, new provider.CheckResponse().setInputs(request.getNews())),
  diffConfig: ({ request }: ServerUnaryCall<provider.DiffRequest, provider.DiffResponse>, answer: Answer<provider.DiffResponse>) =>
    answer(null, diffOf({ replaces: [] }, values(request.getOldInputs()), values(request.getNews()))),
  configure: ({ request }: ServerUnaryCall<provider.ConfigureRequest, provider.ConfigureResponse>, answer: Answer<provider.ConfigureResponse>) => {
    configured = values(request.getArgs());
    answer(null, new provider.ConfigureResponse().setSupportspreview(true));
  },
  invoke: ({ request }: ServerUnaryCall<provider.InvokeRequest, provider.InvokeResponse>, answer: Answer<provider.InvokeResponse>) =>
    answer({ code: status.UNIMPLEMENTED, message: `${request.getTok()}: nothing may be looked up` }),

  check: asked("check", (request: provider.CheckRequest) => {
    const urn = request.getUrn();
    const response = new provider.CheckResponse().setInputs(sent(identityOf(name, urn, values(request.getNews()), values(request.getOlds()))));
    if (factsOf(typeOf(urn)) === null)
      response.addFailures(new provider.CheckFailure().setProperty("type").setReason(`the table of facts has no row for ${typeOf(urn)}`));
    return response;
  }),
  diff: asked("diff", (request: provider.DiffRequest) =>
    diffOf(factsFor(request.getUrn()), values(request.getOldInputs()), values(request.getNews()), request.getIgnorechangesList()),
  ),
  create: asked("create", async (request: provider.CreateRequest) => {
    const urn = request.getUrn();
    const inputs = values(request.getProperties());
    const outputs = outputsOf(factsFor(urn), decided(typeOf(urn)), withRegion(inputs), urn, request.getPreview());
    if (request.getPreview()) return new provider.CreateResponse().setProperties(sent(outputs));
    const { failCreate, slow } = ordersOf(folder);
    if (slow > 0) await sleep(slow);
    if (failCreate.some((end) => urn.endsWith(end))) throw new Error("the twin was told to fail this creation");
    const kept = { urn, type: typeOf(urn), id: idOf(urn, inputs), inputs, outputs };
    store.put(kept);
    return new provider.CreateResponse().setId(kept.id).setProperties(sent(outputs));
  }),
  read: asked("read", (request: provider.ReadRequest) => {
    const kept = store.get(request.getUrn(), request.getId());
    const response = new provider.ReadResponse();
    return kept === null ? response : response.setId(kept.id).setInputs(sent(kept.inputs)).setProperties(sent(kept.outputs));
  }),
  update: asked("update", (request: provider.UpdateRequest) => {
    const urn = request.getUrn();
    const type = typeOf(urn);
    const inputs = values(request.getNews());
    const outputs = outputsOf(factsFor(urn), decided(typeOf(urn)), withRegion(inputs), urn, false);
    if (!request.getPreview()) store.put({ urn, type, id: request.getId(), inputs, outputs });
    return new provider.UpdateResponse().setProperties(sent(outputs));
  }),
  delete: asked("delete", (request: provider.DeleteRequest) => {
    store.remove(request.getUrn(), request.getId());
    return new empty.Empty();
  }),
});

const withRegion = (inputs: Values): Values => (name === "aws" ? { region: configured["region"], ...inputs } : inputs);

const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

/** Two resources of one URN live side by side while one replaces the other; an object of Kubernetes has the id that its name gives it. */
function idOf(urn: string, inputs: Values): string {
  const metadata = inputs["metadata"];
  if (name !== "kubernetes" || typeof metadata !== "object" || metadata === null) return `${nameOf(urn)}-${randomBytes(4).toString("hex")}`;
  return `${String(Reflect.get(metadata, "namespace") ?? "default")}/${String(Reflect.get(metadata, "name"))}`;
}

function diffOf(facts: Parameters<typeof difference>[0], before: Values, after: Values, ignored: readonly string[] = []): provider.DiffResponse {
  const { changed, replaces } = difference(facts, before, after, ignored);
  const { DIFF_NONE, DIFF_SOME } = provider.DiffResponse.DiffChanges;
  const response = new provider.DiffResponse()
    .setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList([...changed])
    .setReplacesList([...replaces])
    .setHasdetaileddiff(true)
    // A name is taken for as long as its object is there.
    .setDeletebeforereplace(name === "kubernetes" && JSON.stringify(before["metadata"]) === JSON.stringify(after["metadata"]));
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = provider.PropertyDiff.Kind;
  for (const key of changed) {
    const [plain, replacing] = !(key in before) ? [ADD, ADD_REPLACE] : !(key in after) ? [DELETE, DELETE_REPLACE] : [UPDATE, UPDATE_REPLACE];
    response.getDetaileddiffMap().set(key, new provider.PropertyDiff().setKind(replaces.includes(key) ? replacing : plain).setInputdiff(true));
  }
  return response;
}
