// The reaper as the process that it is: a run whose Lease nobody renews is healed, and one whose Lease is renewed is left alone.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { Cluster } from "./cluster/cluster.ts";
import { eventually } from "./cluster/eventually.ts";

const program = fileURLToPath(new URL("../gameday/reaper/main.ts", import.meta.url));
const namespace = "shop";
const held = (name: string, run: string) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace, labels: { "gameday/run": run }, annotations: { "gameday/held-replicas": "2" } },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: "main", image: "example.com/shop:1" }] } },
  },
});
const lease = (run: string) => ({
  apiVersion: "coordination.k8s.io/v1",
  kind: "Lease",
  metadata: {
    name: `gameday-${run}`,
    namespace: "litmus",
    labels: { "gameday/run": run },
    annotations: { "gameday/run-id": run, "gameday/stack": run },
  },
  spec: { holderIdentity: "ci@elsewhere/1", leaseDurationSeconds: 30, renewTime: new Date().toISOString().replace("Z", "000Z") },
});

let starting: Promise<Cluster> | undefined;
let cluster: Cluster;
beforeAll(async () => {
  starting = Cluster.start({ litmus: true });
  cluster = await starting;
}, 300_000);
afterAll(async () => {
  const started = await starting?.catch(() => undefined);
  await started?.[Symbol.asyncDispose]();
});

test("heals the dead one's, by its label alone, and nothing of the living one's", { timeout: 240_000 }, async () => {
  const { client } = cluster;
  const home = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };
  await client.make(home, held("till", "dead"), held("shelf", "living"), lease("dead"), lease("living"));
  const replicasOf = async (name: string) => {
    const schema = z.object({ spec: z.object({ replicas: z.number() }) });
    return (await client.find({ apiVersion: "apps/v1", kind: "Deployment" }, namespace, name, schema))?.spec.replicas;
  };
  const env = { ...process.env, KUBECONFIG: await cluster.kubeconfig(), GAMEDAY_NAMESPACES: namespace, GAMEDAY_LOOK_SECONDS: "1" };
  const reaper = spawn(process.execPath, ["--no-warnings", program], { env, stdio: ["ignore", "pipe", "inherit"] });
  let told = "";
  reaper.stdout.setEncoding("utf8").on("data", (text: string) => (told += text));
  const ended = once(reaper, "exit");
  try {
    await eventually("the dead run is healed", async () => {
      await client.change(lease("living"), { spec: lease("living").spec });
      return told.includes('"told":"healed"') ? true : undefined;
    });
    expect(JSON.parse(told.trim().split("\n").at(-1) ?? "")).toMatchObject({
      run: "dead",
      ok: true,
      parts: [{ what: "deployment till in shop", ok: true, detail: "it was held at no pod; all its pods are ready" }],
    });
    expect([await replicasOf("till"), await replicasOf("shelf")]).toEqual([2, 0]);
    const left = await client.list(
      { apiVersion: "coordination.k8s.io/v1", kind: "Lease" },
      "litmus",
      z.object({ metadata: z.object({ name: z.string() }) }),
      {
        "gameday/run": "dead",
      },
    );
    expect(left).toEqual([]);
    const record = await client.find(
      { apiVersion: "v1", kind: "ConfigMap" },
      "litmus",
      "gameday-reaper",
      z.object({ data: z.record(z.string(), z.string()) }),
    );
    expect(Object.keys(record?.data ?? {})).toEqual(["dead"]);
  } finally {
    reaper.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
  }
});
