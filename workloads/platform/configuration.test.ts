// The one document of a process: what it must name, and what several replicas that share it are called.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readConfiguration } from "./configuration.ts";

const folder = mkdtempSync(join(tmpdir(), "proving-ground-configuration-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(service: string, further: object): string {
  const path = join(folder, `${service}.json`);
  writeFileSync(
    path,
    JSON.stringify({ id: `eu-west-1/${service}`, service, region: "eu-west-1", host: "127.0.0.1", port: 8080, seed: 7, peers: {}, ...further }),
  );
  return path;
}

const postgres = { candidates: [], user: "u", passwordFile: "/p", database: "d" };
const redis = { name: "redis", sentinels: [], addresses: {}, local: { host: "r", port: 1 }, writer: { host: "r", port: 1 } };
const writer = { host: "p", port: 1 };

test("replicas have names of their own", () => {
  const path = write("experts", { experts: { claude: 2 } });
  expect(readConfiguration("experts", path).id).toBe("eu-west-1/experts");
  expect(readConfiguration("experts", path, "experts-7f9c").id).toBe("eu-west-1/experts/experts-7f9c");
});

test("experts and servers that stand by themselves take the place of the one address", () => {
  const peers = { "response-collector": "http://response-collector" };
  expect(() => readConfiguration("orchestrator", write("orchestrator", { peers }))).toThrow(/peers\.experts is missing; peers\.mcp is missing/);
  const apart = { peers, providers: { claude: "http://experts-claude" }, servers: { monitoring: "http://mcp-monitoring" } };
  expect(readConfiguration("orchestrator", write("orchestrator", apart)).providers).toEqual(apart.providers);
});

test.for([
  {
    what: "both a leader and a writer",
    given: { postgres: { ...postgres, leader: "http://agent/leader", writer }, redis },
    says: /either leader or writer/,
  },
  { what: "neither", given: { postgres, redis }, says: /either leader or writer/ },
  {
    what: "no way to write to Redis",
    given: { postgres: { ...postgres, writer }, redis: { ...redis, writer: undefined } },
    says: /either sentinels or writer/,
  },
])("with $what it says so", ({ given, says }) => {
  expect(() => readConfiguration("worker", write("worker", given))).toThrow(says);
});

test("a writer alone will do", () => {
  expect(readConfiguration("worker", write("worker", { postgres: { ...postgres, writer }, redis })).postgres?.writer).toEqual(writer);
});
