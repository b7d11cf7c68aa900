// A test's cluster goes with its test, however that ends.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { eventually } from "./cluster/eventually.ts";
import { processesOf } from "./processes.ts";

const cluster = fileURLToPath(new URL("cluster/cluster.ts", import.meta.url));
const program = `
  import { Cluster } from ${JSON.stringify(cluster)};
  const cluster = await Cluster.start({ litmus: true });
  console.log(cluster.servers.folder);
  setInterval(() => undefined, 1_000);
`;

test("a test that is killed leaves no process and no folder of its cluster", { timeout: 240_000 }, async () => {
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  const [folder] = await once(createInterface({ input: child.stdout }), "line");
  const names = (await processesOf(folder)).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["etcd", "kube-apiserver", "kube-controller", "kube-scheduler", "kwok", "chaos-operator"]));
  child.kill("SIGKILL");
  await eventually("nothing of it is left", async () => ((await processesOf(folder)).length === 0 && !existsSync(folder) ? true : undefined));
  expect(await processesOf(folder)).toEqual([]);
});
