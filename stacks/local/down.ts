// Clears a stack whose supervisor is gone: `down.ts --folder <folder>`.
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { pidRecordSchema } from "../../model/protocol/stack.ts";
import { layout } from "./layout.ts";
import { clearStack } from "./supervisor/clear.ts";
import { gone, signalProcess } from "./supervisor/pid-file.ts";

const { values } = parseArgs({ options: { folder: { type: "string" } } });
if (values.folder === undefined) throw new Error("--folder says which stack");
const at = layout(values.folder);

// A supervisor that did not answer in time goes first, or it would restart what is stopped here.
const record = z.object({ supervisor: pidRecordSchema }).safeParse(JSON.parse((await readFile(at.record, "utf8").catch(() => "")) || "null"));
if (record.success) {
  signalProcess(record.data.supervisor, "SIGKILL");
  await gone([record.data.supervisor], 2_000);
}
await clearStack(at);
