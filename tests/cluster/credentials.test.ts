// A kubeconfig is whole at every moment, also while it is written again and programs read it.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeKubeconfig } from "./credentials.ts";

test("a kubeconfig that is written again is never seen without its end", async () => {
  const folder = await mkdtemp(join(tmpdir(), "credentials-"));
  try {
    const path = join(folder, "account.kubeconfig");
    const write = () => writeKubeconfig(path, "https://127.0.0.1:1", "apiserver.crt", "account", "token");
    await write();
    const whole = await readFile(path, "utf8");
    const seen = new Set<string>();
    let writing = true;
    const written = (async () => {
      for (let times = 0; times < 200; times += 1) await write();
    })().finally(() => (writing = false));
    while (writing) seen.add(await readFile(path, "utf8"));
    await written;
    expect(seen).toEqual(new Set([whole]));
    expect(await readdir(folder)).toEqual(["account.kubeconfig"]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
