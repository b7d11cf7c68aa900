// How Redis is reached where no Sentinel is: at one address, with a password from a file.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLog } from "../log.ts";
import { Metrics } from "../metrics.ts";
import { connectHere, connectToPrimary, regionOf, type RedisDependencies } from "./connection.ts";

let folder = "";
let server: Server;
const said: string[] = [];

/** Answers every command with OK and keeps what was said. */
beforeEach(async () => {
  said.length = 0;
  folder = await mkdtemp(join(tmpdir(), "proving-ground-redis-"));
  await writeFile(join(folder, "password"), "of a test\n");
  server = createServer((socket) => {
    socket.on("data", (data) => {
      const words = data
        .toString()
        .split("\r\n")
        .filter((word) => word !== "" && !/^[*$]/.test(word));
      said.push(words.join(" "));
      const commands = data.toString().split(/^\*/m).length - 1;
      socket.write(data.toString().toLowerCase().includes("info") ? "$9\r\nloading:0\r\n" : "+OK\r\n".repeat(commands));
    });
    socket.on("error", () => undefined);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

function dependencies(): RedisDependencies {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const here = { host: "127.0.0.1", port };
  return {
    settings: { name: "redis", sentinels: [], writer: here, addresses: {}, local: here, passwordFile: join(folder, "password") },
    id: "eu-west-1/worker",
    region: "eu-west-1",
    metrics: new Metrics("eu-west-1", "worker"),
    log: createLog("test", () => undefined),
  };
}

test.for([
  { what: "the primary", connect: connectToPrimary },
  { what: "the own region's", connect: connectHere },
])("$what is signed in to with the file's password", async ({ connect }) => {
  const client = connect(dependencies());
  await once(client, "ready");
  expect(said[0]).toMatch(/\bauth (default )?of a test/i);
  client.disconnect();
});

test("an address that follows the primary has no region of its own", async () => {
  const given = dependencies();
  const client = connectToPrimary(given);
  await once(client, "ready");
  expect(regionOf(client, given.settings)).toBe("writer");
  client.disconnect();
});
