// Stand-in for Litmus' chaos-runner, which no registry for Go modules has. It does what chaos-runner documents and no more: Litmus' operator starts it as
// a pod for a ChaosEngine; it makes the Job of each ChaosExperiment with the engine's environment, waits for it, and writes how it went to the engine.
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

const { CHAOSENGINE: engineName = "", CHAOS_NAMESPACE: namespace = "", EXPERIMENT_LIST: experiments = "", CHAOS_SVC_ACC: account = "" } = process.env;
const { TARGETS: targets = "", AUXILIARY_APPINFO: auxiliary = "" } = process.env;
const secrets = "/var/run/secrets/kubernetes.io/serviceaccount";
const chaos = `/apis/litmuschaos.io/v1alpha1/namespaces/${namespace}`;
const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;

const environmentSchema = z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).default([]);
const labelsSchema = z.record(z.string(), z.string()).default({});
const definitionSchema = z.looseObject({
  image: z.string(),
  imagePullPolicy: z.string().default("IfNotPresent"),
  command: z.array(z.string()).optional(),
  args: z.array(z.string()).optional(),
  env: environmentSchema,
  labels: labelsSchema,
  secrets: z.array(z.object({ name: z.string(), mountPath: z.string() })).default([]),
  hostPID: z.boolean().optional(),
});
const experimentSchema = z.object({ spec: z.object({ definition: definitionSchema }) });
const engineSchema = z.object({
  metadata: z.object({ uid: z.string(), labels: labelsSchema }),
  spec: z.object({
    terminationGracePeriodSeconds: z.int().default(30),
    defaultHealthCheck: z.boolean().default(false),
    jobCleanUpPolicy: z.string().default("delete"),
    experiments: z.array(
      z.object({
        name: z.string(),
        spec: z.looseObject({
          components: z
            .looseObject({
              env: environmentSchema,
              experimentImage: z.string().default(""),
              experimentAnnotations: labelsSchema,
              nodeSelector: labelsSchema,
              resources: z.record(z.string(), z.unknown()).optional(),
              statusCheckTimeouts: z.object({ delay: z.int(), timeout: z.int() }).default({ delay: 2, timeout: 180 }),
            })
            .prefault({}),
        }),
      }),
    ),
  }),
});
type Engine = z.output<typeof engineSchema>;
const podsSchema = z.object({
  items: z.array(z.object({ metadata: z.object({ name: z.string() }), status: z.object({ phase: z.string().default("Pending") }) })),
});
const resultSchema = z.object({
  status: z.object({ experimentStatus: z.object({ verdict: z.string().default("Awaited") }).prefault({}) }).prefault({}),
});

async function call(method: string, path: string, body?: unknown): Promise<unknown> {
  const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  const authorization = `Bearer ${await readFile(`${secrets}/token`, "utf8")}`;
  const answer = await fetch(`https://kubernetes.default.svc${path}`, {
    method,
    headers: { authorization, "content-type": type },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${(await answer.text()).slice(0, 500)}`);
  return answer.json();
}

const readEngine = async (): Promise<Engine> => engineSchema.parse(await call("GET", `${chaos}/chaosengines/${engineName}`));

/** The row of an experiment in the engine's status. */
type Row = { readonly name: string; readonly experimentPod: string; readonly status: string; readonly verdict: string };
async function report(rows: readonly Row[]): Promise<void> {
  const now = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  const written = rows.map((row) => ({ ...row, runner: `${engineName}-runner`, lastUpdateTime: now }));
  await call("PATCH", `${chaos}/chaosengines/${engineName}`, { status: { experiments: written } });
}

function jobOf(job: string, name: string, engine: Engine, definition: z.output<typeof definitionSchema>): unknown {
  const components = engine.spec.experiments.find((experiment) => experiment.name === name)?.spec.components;
  if (components === undefined) throw new Error(`the engine has no experiment ${name}`);
  const set = (key: string, value: string): { name: string; value: string }[] => (value === "" ? [] : [{ name: key, value }]);
  // Later ones win: the experiment's own, then the engine's.
  const environment = [
    ...set("CHAOSENGINE", engineName),
    ...set("TARGETS", targets),
    ...set("CHAOS_NAMESPACE", namespace),
    ...set("AUXILIARY_APPINFO", auxiliary),
    ...set("CHAOS_UID", engine.metadata.uid),
    ...set("EXPERIMENT_NAME", name),
    ...set("LIB_IMAGE_PULL_POLICY", definition.imagePullPolicy),
    ...set("TERMINATION_GRACE_PERIOD_SECONDS", String(engine.spec.terminationGracePeriodSeconds)),
    ...set("DEFAULT_HEALTH_CHECK", String(engine.spec.defaultHealthCheck)),
    ...set("CHAOS_SERVICE_ACCOUNT", account),
    ...definition.env,
    ...components.env,
    ...set("STATUS_CHECK_DELAY", String(components.statusCheckTimeouts.delay)),
    ...set("STATUS_CHECK_TIMEOUT", String(components.statusCheckTimeouts.timeout)),
    ...set("JOB_CLEANUP_POLICY", engine.spec.jobCleanUpPolicy),
  ];
  const labels = {
    ...definition.labels,
    ...engine.metadata.labels,
    chaosUID: engine.metadata.uid,
    name: definition.labels["name"] ?? name,
    "job-name": job,
  };
  const template = {
    metadata: { labels, annotations: components.experimentAnnotations },
    spec: {
      serviceAccountName: account,
      restartPolicy: "Never",
      terminationGracePeriodSeconds: engine.spec.terminationGracePeriodSeconds,
      nodeSelector: components.nodeSelector,
      hostPID: definition.hostPID ?? false,
      volumes: definition.secrets.map((secret) => ({ name: secret.name, secret: { secretName: secret.name } })),
      containers: [
        {
          name: job,
          image: components.experimentImage === "" ? definition.image : components.experimentImage,
          imagePullPolicy: definition.imagePullPolicy,
          command: definition.command,
          args: definition.args,
          env: [
            ...new Map(environment.map((row) => [row.name, row])).values(),
            { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
          ],
          resources: components.resources,
          volumeMounts: definition.secrets.map((secret) => ({ name: secret.name, mountPath: secret.mountPath })),
        },
      ],
    },
  };
  // Chosen by the one label that this litmus-go does not give to its helpers: it is older than the labels that Kubernetes puts on a Job's pods since 1.27,
  // hands them on, and the Job then takes a helper for a second pod of its own and ends it.
  const selector = { matchLabels: { "job-name": job } };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: job, namespace, labels },
    spec: { backoffLimit: 0, manualSelector: true, selector, template },
  };
}

/** Returns once the experiment's pod is done; while it is not, the engine tells its name. Throws when it failed. */
async function watch(job: string, tell: (pod: string) => Promise<void>): Promise<string> {
  for (let told = ""; ; await sleep(2_000)) {
    const { items } = podsSchema.parse(await call("GET", `/api/v1/namespaces/${namespace}/pods?labelSelector=job-name%3D${job}`));
    const [pod] = items;
    if (pod === undefined) continue;
    if (pod.status.phase === "Failed") throw new Error(`the experiment's pod ${pod.metadata.name} failed`);
    if (pod.status.phase === "Succeeded") return pod.metadata.name;
    if (told !== pod.metadata.name) await tell((told = pod.metadata.name));
  }
}

const rows = new Map(
  experiments
    .split(",")
    .map((name): [string, Row] => [name, { name, experimentPod: "Yet to be launched", status: "Waiting for Job Creation", verdict: "Awaited" }]),
);
const engine = await readEngine();
const write = (row: Row): Promise<void> => report([...rows.set(row.name, row).values()]);
await report([...rows.values()]);
for (const name of rows.keys()) {
  const job = `${name}-${randomBytes(3).toString("hex")}`;
  try {
    const { spec } = experimentSchema.parse(await call("GET", `${chaos}/chaosexperiments/${name}`));
    await call("POST", jobs, jobOf(job, name, engine, spec.definition));
    console.log(`started ${name} as job ${job}`);
    const pod = await watch(job, (experimentPod) => write({ name, experimentPod, status: "Running", verdict: "Awaited" }));
    const result = resultSchema.parse(await call("GET", `${chaos}/chaosresults/${engineName}-${name}`));
    await write({ name, experimentPod: pod, status: "Completed", verdict: result.status.experimentStatus.verdict });
    console.log(`${name} ended: ${result.status.experimentStatus.verdict}`);
  } catch (error) {
    console.log(`${name} was skipped: ${String(error)}`);
    await write({ name, experimentPod: "N/A", status: "Skipped", verdict: "Fail" });
  }
  if (engine.spec.jobCleanUpPolicy === "delete")
    await call("DELETE", `${jobs}/${job}?propagationPolicy=Background`).catch((error: unknown) => console.log(String(error)));
}
