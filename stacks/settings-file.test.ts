// Reading settings: what is no settings file is told with the path and what to do.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSettings } from "./settings-file.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "settings-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("the settings below Pulumi's key, as they stand", async () => {
  const path = join(folder, "good.yaml");
  await writeFile(
    path,
    "config:\n  proving-ground:settings:\n    owner: platform\n    regions: [us-east-1]\n  proving-ground:apiKey:\n    secure: x\n",
  );
  expect(await readSettings(path)).toEqual({ owner: "platform", regions: ["us-east-1"] });
});

test.for([
  ["is not there", null, "ENOENT"],
  ["is no YAML", "config: [\n", "Flow sequence"],
  ["has no settings", "config:\n  other:key: 1\n", "has no proving-ground:settings below config"],
  ["is empty", "", "has no proving-ground:settings below config"],
  ["is a list", "- 1\n", "has no proving-ground:settings below config"],
] as const)("a file that %s", async ([what, text, message]) => {
  const path = join(folder, `${what}.yaml`);
  if (text !== null) await writeFile(path, text);
  await expect(readSettings(path)).rejects.toMatchObject({ exitCode: 64, problems: [{ path, message: expect.stringContaining(message) }] });
});
