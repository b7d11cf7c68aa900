// Folders that can be made are, also by several at once; those that cannot are refused with the reason, at once.
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeFolder } from "./make-folder.ts";

let root = "";
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), "proving-ground-folder-"))));
afterAll(() => rm(root, { recursive: true, force: true }));

test("the whole path is made, by eight at once, and made again without harm", async () => {
  const path = join(root, "a", "b", "c");
  await Promise.all(Array.from({ length: 8 }, () => makeFolder(path, 0o700)));
  await makeFolder(path);
  expect((await stat(path)).mode & 0o777).toBe(0o700);
});

test.for([
  { place: () => "/proc/nowhere/below", code: "ENOENT" },
  { place: () => join(root, "file", "below"), code: "ENOTDIR" },
])("$code", async ({ place, code }) => {
  await writeFile(join(root, "file"), "");
  await expect(makeFolder(place())).rejects.toMatchObject({ code });
});
