// A pod of the system under test: one program of the workloads' image, that may do nothing but compute and answer.
import type { Input } from "@pulumi/pulumi";
import { restrictedContainer, restrictedPod, spread } from "../charts/values/pod.ts";
import type { Resources } from "../charts/resources.ts";
import type { Settings } from "../settings.ts";
import { labelsOf, port, portName, selectorOf } from "./labels.ts";

/** The user `node` of the image. */
const user = 1000;

export const configurationFolder = "/etc/proving-ground";
export const secretsFolder = "/var/run/proving-ground/secrets";

/** The image by its digest. */
export const imageOf = ({ image }: Settings): string => `${image.repository}@${image.digest}`;

export interface PodArgs {
  /** The Deployment's name. */
  readonly name: string;
  /** The program: a folder of workloads/. */
  readonly program: string;
  readonly image: string;
  readonly resources: Resources;
  readonly serviceAccount: string;
  /** ConfigMap with a key `configuration.json`. */
  readonly configMap: string;
  readonly secrets: readonly MountedSecret[];
  /** Changes with what is mounted, so that a change of it starts the pods anew. */
  readonly checksum: Input<string>;
}

export interface MountedSecret {
  readonly secretName: string;
  /** Keys that this program may see; each is a file of that name. */
  readonly keys: readonly string[];
}

export function podOf({ name, program, image, resources, serviceAccount, configMap, secrets, checksum }: PodArgs) {
  const volumes = [
    { name: "configuration", configMap: { name: configMap } },
    // Nothing is written but what Node itself may want.
    { name: "tmp", emptyDir: { sizeLimit: "16Mi" } },
    ...(secrets.length === 0
      ? []
      : [{ name: "secrets", projected: { defaultMode: 0o440, sources: secrets.map(({ secretName, keys }) => secretSource(secretName, keys)) } }]),
  ];
  return {
    metadata: { labels: labelsOf(name, program), annotations: { "proving-ground/mounted": checksum } },
    spec: {
      serviceAccountName: serviceAccount,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: restrictedPod(user),
      terminationGracePeriodSeconds: 15,
      topologySpreadConstraints: [...spread(selectorOf(name))],
      affinity: apart(name),
      containers: [
        {
          name: program,
          image,
          // The entrypoint is Node's.
          args: [`workloads/${program}.js`, `${configurationFolder}/configuration.json`, "$(POD_NAME)"],
          env: [
            { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
            { name: "NODE_OPTIONS", value: `--max-old-space-size=${heapOf(resources)}` },
          ],
          ports: [{ name: portName, containerPort: port }],
          resources,
          securityContext: container,
          startupProbe: { httpGet: { path: "/healthz", port: portName }, periodSeconds: 1, failureThreshold: 30 },
          readinessProbe: { httpGet: { path: "/readyz", port: portName }, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 2 },
          livenessProbe: { httpGet: { path: "/healthz", port: portName }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
          // Endpoints are taken out of rotation while this sleeps; only then does the program stop to listen.
          lifecycle: { preStop: { sleep: { seconds: 5 } } },
          volumeMounts: [
            { name: "configuration", mountPath: configurationFolder, readOnly: true },
            { name: "tmp", mountPath: "/tmp", readOnly: false },
            ...(secrets.length === 0 ? [] : [{ name: "secrets", mountPath: secretsFolder, readOnly: true }]),
          ],
        },
      ],
      volumes,
    },
  };
}

/** The provider's types take no readonly arrays. */
export const container = { ...restrictedContainer, capabilities: { drop: ["ALL"] } };

const secretSource = (name: string, keys: readonly string[]) => ({ secret: { name, items: keys.map((key) => ({ key, path: key })) } });

/** Three quarters of the limit: the rest is for what is not the heap. */
const heapOf = ({ limits }: Resources): number => Math.floor(Number.parseInt(limits.memory, 10) * 0.75);

/** Not two on one node, as long as there is another: with one node they must all the same. */
export const apart = (name: string) => ({
  podAntiAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: [
      { weight: 100, podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: selectorOf(name) } } },
    ],
  },
});
