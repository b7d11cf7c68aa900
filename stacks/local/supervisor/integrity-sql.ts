// The workload's integrity queries, asked of the workload by a process of its own: rooms do not import each other here.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";

const schema = z.object({ lookup: z.string(), queue: z.string() });
const source = new URL("../../../workloads/platform/integrity-sql.ts", import.meta.url);

export async function readIntegritySql(): Promise<{ lookup: string; queue: string }> {
  const program = `import(${JSON.stringify(source.href)}).then(({ integritySql }) => process.stdout.write(JSON.stringify(integritySql)))`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--no-warnings", "-e", program], { timeout: 10_000 });
  return schema.parse(JSON.parse(stdout));
}
