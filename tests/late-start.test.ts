// A stack that does not become ready in its time is taken down, whatever it had started by then, and that is said.
import { access, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { processesOf } from "./processes.ts";
import { ensurePrograms } from "../tools/programs/ensure.ts";
import { stackUp } from "../gameday/adapters/local-stack/up.ts";

test.for([300, 325, 350, 400, 500, 700, 1_500])(
  "a start that takes longer than %i ms leaves nothing",
  { timeout: 60_000 },
  async (limitMilliseconds) => {
    await ensurePrograms(["toxiproxy", "redis", "postgres"], () => undefined);
    const home = await mkdtemp(join(tmpdir(), "up-"));
    const folder = join(home, "stack");
    const told = new RegExp(`it was not ready within ${limitMilliseconds / 1_000} s`.replace(".", "\\."));
    await expect(stackUp({ folder, onLine: () => undefined, limitMilliseconds })).rejects.toThrow(told);
    await expect(access(folder)).rejects.toThrow(/ENOENT/);
    await vi.waitFor(async () => expect(await processesOf(folder)).toEqual([]), 10_000);
    await rm(home, { recursive: true });
  },
);
