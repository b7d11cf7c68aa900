// Outputs: three lines are enough, what is left out has its default, and capabilities follow from what is published.
import { expect, test } from "vitest";
import { capabilitiesOf, outputsSchema, outputsVersion } from "./outputs.ts";
import { parseDocument } from "./parse.ts";

const smallest = { schema: outputsVersion, stack: "shop", entry: "http://127.0.0.1:8081/" };
const parse = (more: object = {}) => parseDocument(outputsSchema, { ...smallest, ...more }, "it");
const home = { kind: "http", url: "http://127.0.0.1:8081/" };

test("schema, stack and entry are enough", () => {
  expect(parse()).toMatchObject({
    environment: "own",
    load: { scenarios: ["get"], paths: ["/"] },
    probes: [],
    processes: [],
    links: [],
    helpers: false,
  });
});

test.for(["schema", "stack", "entry"])("without %s nothing goes", (key) => {
  expect(() => parse({ [key]: undefined })).toThrow(new RegExp(`^it has a problem:\\n  ${key}: `));
});

test("requests can always be judged, probes where there are some, the rest where the stack says so", () => {
  expect([...capabilitiesOf(parse())]).toEqual(["requests"]);
  expect([...capabilitiesOf(parse({ probes: [{ id: "home", observe: home }] }))]).toEqual(["requests", "probes"]);
  expect([...capabilitiesOf(parse({ capabilities: ["redis"] }))].toSorted()).toEqual(["redis", "requests"]);
});

test("a look has its defaults: GET, 2 s; a probe is down after two failures and looked at each second", () => {
  expect(parse({ probes: [{ id: "home", observe: home }] }).probes[0]).toEqual({
    id: "home",
    interval: 1,
    readings: 1,
    failures: 2,
    observe: { ...home, method: "GET", timeout: 2 },
  });
});

test("a process is not taken to be restarted, nor its children to be meant, unless the outputs say so", () => {
  expect(parse({ processes: [{ id: "nginx", pidFile: "/run/nginx.pid" }] }).processes).toEqual([
    { id: "nginx", pidFile: "/run/nginx.pid", restarted: false },
  ]);
});

test.for([
  {
    more: { postgres: { candidates: [{ host: "a", port: 5432, password: "hunter2" }] } },
    path: "postgres.candidates[0].password: is not a known key",
  },
  { more: { postgres: { candidates: [{ host: "a", port: 70_000 }] } }, path: "postgres.candidates[0].port" },
  { more: { redis: { candidates: [] } }, path: "redis.candidates: must not be empty" },
  { more: { links: [{ id: "front", toxiproxy: "127.0.0.1:8474", proxy: "front" }] }, path: 'links[0].toxiproxy: is "127.0.0.1:8474": must be a URL' },
  { more: { own: ["toxiproxy.pid"] }, path: 'own[0]: is "toxiproxy.pid": must be an absolute path' },
])("$path is refused", ({ more, path }) => {
  expect(() => parse(more)).toThrow(path);
});
