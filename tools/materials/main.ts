// `node tools/materials/main.ts bill <file>`: the bill of materials. `… audit`: known weaknesses; ends with 0 for none, 1 for some, 3 where nobody could judge.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { assertNever } from "../../model/assert-never.ts";
import { exitCodes } from "../../model/verdict.ts";
import { root } from "../test/files.ts";
import { judgeAudit } from "./audit.ts";
import { steadyBill } from "./bill.ts";

const limitMilliseconds = 120_000;
const npm = (...words: readonly string[]): string => {
  const { stdout, error } = spawnSync("npm", words, { cwd: root, encoding: "utf8", timeout: limitMilliseconds, maxBuffer: 64 * 2 ** 20 });
  if (error !== undefined) throw error;
  return stdout;
};

const [, , what, file = "bill-of-materials.json"] = process.argv;
if (what === "bill") {
  const { name } = z.object({ name: z.string() }).parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  const bill = steadyBill(npm("sbom", "--sbom-format", "cyclonedx", "--package-lock-only"), name);
  writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
  process.stdout.write(`${bill.components.length} packages in ${file}\n`);
} else if (what === "audit") {
  const audit = judgeAudit(npm("audit", "--json"), "high");
  switch (audit.state) {
    case "clean":
      process.stdout.write(`no known weakness of high severity or more; ${audit.below} of less\n`);
      break;
    case "weak":
      for (const { name, severity, range } of audit.packages) process.stderr.write(`${severity}: ${name} ${range}\n`);
      process.exitCode = exitCodes.failed;
      break;
    case "not-judged":
      process.stderr.write(`could not be judged: ${audit.reason}\n`);
      process.exitCode = exitCodes.invalid;
      break;
    default:
      assertNever(audit);
  }
} else {
  process.stderr.write("say bill or audit\n");
  process.exitCode = exitCodes.usage;
}
