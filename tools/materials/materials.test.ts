// The bill of materials is the same each time and has every package of the lockfile; an audit that nobody answered passes for nothing.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { root } from "../test/files.ts";
import { judgeAudit } from "./audit.ts";
import { steadyBill } from "./bill.ts";

const main = (...words: readonly string[]) => spawnSync(process.execPath, [join(root, "tools/materials/main.ts"), ...words], { encoding: "utf8" });

test("every package of the lockfile with its hash, byte for byte the same twice", () => {
  const folder = mkdtempSync(join(tmpdir(), "materials-"));
  try {
    const [one, other] = [join(folder, "one.json"), join(folder, "other.json")];
    for (const file of [one, other]) expect(main("bill", file).status).toBe(0);
    expect(readFileSync(one, "utf8")).toBe(readFileSync(other, "utf8"));
    const bill = z
      .object({
        serialNumber: z.string(),
        metadata: z.object({ component: z.object({ name: z.string() }) }),
        components: z.array(z.object({ purl: z.string(), hashes: z.array(z.unknown()).min(1) })),
      })
      .parse(JSON.parse(readFileSync(one, "utf8")));
    expect(bill.metadata.component.name).toBe("proving-ground");
    expect(bill.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    const lock = z
      .object({ packages: z.record(z.string(), z.object({ version: z.string().optional(), link: z.boolean().optional() })) })
      .parse(JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")));
    const locked = new Set(
      Object.entries(lock.packages).flatMap(([path, { version = "" }]) =>
        path === "" ? [] : [`${path.split("node_modules/").at(-1)?.replace("@", "%40")}@${version}`],
      ),
    );
    expect(locked.size).toBeGreaterThan(300);
    expect(new Set(bill.components.map(({ purl }) => purl.replace("pkg:npm/", "")))).toEqual(locked);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("what differs from one writing to the next is not in it, and what differs in content is", () => {
  const bill = (timestamp: string, version: string): string =>
    JSON.stringify({
      bomFormat: "CycloneDX",
      specVersion: "1.5",
      serialNumber: timestamp,
      metadata: { timestamp, component: { "bom-ref": "a", name: timestamp, version: "1" } },
      components: [{ "bom-ref": "b", name: "b", version }],
      dependencies: [],
    });
  expect(steadyBill(bill("1", "1"), "n")).toEqual(steadyBill(bill("2", "1"), "n"));
  expect(steadyBill(bill("1", "1"), "n")["serialNumber"]).not.toBe(steadyBill(bill("1", "2"), "n")["serialNumber"]);
  expect(() => steadyBill("{}", "n")).toThrow(/CycloneDX/);
});

const report = (vulnerabilities: Record<string, unknown>, total = 5): string =>
  JSON.stringify({ auditReportVersion: 2, vulnerabilities, metadata: { dependencies: { total } } });

test("an audit: clean, weak from a severity on, and not judged where there is no answer", () => {
  const low = { low: { name: "low", severity: "low", range: "<1" } };
  expect(judgeAudit(report({}), "high")).toEqual({ state: "clean", below: 0 });
  expect(judgeAudit(report(low), "high")).toEqual({ state: "clean", below: 1 });
  expect(judgeAudit(report(low), "low")).toMatchObject({ state: "weak", packages: [{ name: "low" }] });
  expect(judgeAudit(report({ ...low, bad: { name: "bad", severity: "critical", range: "*" } }), "high")).toMatchObject({
    packages: [{ name: "bad", severity: "critical" }],
  });
  for (const [output, reason] of [
    ["", "npm audit wrote no report"],
    ["{", "npm audit wrote no report"],
    [JSON.stringify({ message: "405 Method Not Allowed" }), "405 Method Not Allowed"],
    [report({}, 0), "npm audit looked at no package"],
  ] as const)
    expect(judgeAudit(output, "high")).toEqual({ state: "not-judged", reason });
});

test("the real one ends with 0, 1 or 3, and says which it is", () => {
  const { status, stdout, stderr } = main("audit");
  const said = `${stdout}${stderr}`;
  expect([0, 1, 3]).toContain(status);
  expect(said).toMatch(status === 0 ? /^no known weakness/ : status === 1 ? /^(?:high|critical): /m : /^could not be judged: ./m);
});
