// An encrypted connection: only whom one trusts is spoken to.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, createServer, type Server } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TlsConfiguration } from "../../model/protocol/workload.ts";
import { tlsOptions } from "./tls.ts";

let folder = "";
let server: Server;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "proving-ground-tls-"));
  for (const name of ["own", "other"])
    execFileSync(
      "openssl",
      [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "1",
        "-subj",
        `/CN=${name}`,
        "-keyout",
        `${name}.key`,
        "-out",
        `${name}.pem`,
      ],
      { cwd: folder, stdio: "ignore" },
    );
  server = createServer({ key: readFileSync(join(folder, "own.key")), cert: readFileSync(join(folder, "own.pem")) });
  server.on("tlsClientError", () => undefined);
  await once(server.listen(0, "127.0.0.1"), "listening");
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string): string => join(folder, name);

test.for([
  { what: "its own authority, whatever its name", configuration: () => ({ authorityFile: file("own.pem"), verifyName: false }), outcome: "secure" },
  {
    what: "its own authority, but another name",
    configuration: () => ({ authorityFile: file("own.pem"), verifyName: true }),
    outcome: "ERR_TLS_CERT_ALTNAME_INVALID",
  },
  {
    what: "another authority",
    configuration: () => ({ authorityFile: file("other.pem"), verifyName: false }),
    outcome: "DEPTH_ZERO_SELF_SIGNED_CERT",
  },
  { what: "nobody that all trust", configuration: () => ({ verifyName: true }), outcome: "DEPTH_ZERO_SELF_SIGNED_CERT" },
] satisfies readonly { what: string; configuration: () => TlsConfiguration; outcome: string }[])(
  "signed by $what: $outcome",
  async ({ configuration, outcome }) => {
    const address = server.address();
    const socket = connect({
      host: "127.0.0.1",
      port: typeof address === "object" && address !== null ? address.port : 0,
      ...tlsOptions(configuration()),
    });
    const became = await new Promise<string>((resolve) => {
      socket.once("secureConnect", () => resolve("secure"));
      socket.once("error", (error) => resolve("code" in error ? String(error.code) : "an error"));
    });
    socket.destroy();
    expect(became).toBe(outcome);
  },
);

test("an authority's file that is not there is told", () => {
  expect(() => tlsOptions({ authorityFile: file("none.pem"), verifyName: true })).toThrow(/ENOENT.*none\.pem/);
});
