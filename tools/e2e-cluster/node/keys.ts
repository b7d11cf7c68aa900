// Certificates and tokens of a cluster that lives for some minutes.
import { execFile } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";

const run = promisify(execFile);

/** Who speaks to the API server, by the names that Kubernetes' own default rights know. */
const users = {
  admin: ["gameday-admin", "system:masters"],
  node: ["system:node:node-1", "system:nodes"],
  "controller-manager": ["system:kube-controller-manager", ""],
  scheduler: ["system:kube-scheduler", ""],
  proxy: ["system:kube-proxy", ""],
  dns: ["system:serviceaccount:kube-system:coredns", ""],
} as const;
export type UserName = keyof typeof users;

export interface Keys {
  readonly folder: string;
  /** Path of a kubeconfig of that user. */
  readonly kubeconfigOf: (user: UserName) => string;
  readonly adminToken: string;
}

/** `server`: the API server's address as all see it. */
export async function writeKeys(folder: string, server: string, serverNames: readonly string[]): Promise<Keys> {
  const path = (name: string): string => join(folder, name);
  const openssl = (...words: readonly string[]): Promise<unknown> => run("openssl", [...words], { cwd: folder });
  const fresh = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  await openssl("req", "-x509", ...fresh, "-keyout", "ca.key", "-out", "ca.crt", "-days", "2", "-subj", "/CN=proving-ground-node");
  const signed = async (name: string, subject: string, extensions: string): Promise<void> => {
    await openssl("req", "-new", ...fresh, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", subject);
    await writeFile(path(`${name}.ext`), extensions);
    const request = ["-req", "-in", `${name}.csr`, "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", `${name}.ext`];
    await openssl("x509", ...request, "-out", `${name}.crt`, "-days", "2");
  };
  const names = serverNames.map((name) => (/^[\d.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`));
  await signed("apiserver", "/CN=kube-apiserver", `subjectAltName=${names.join(",")}\nextendedKeyUsage=serverAuth\n`);
  await signed("kubelet-client", "/O=system:masters/CN=kube-apiserver-kubelet-client", "extendedKeyUsage=clientAuth\n");

  const account = generateKeyPairSync("rsa", {
    modulusLength: 2_048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  await writeFile(path("account.key"), account.privateKey, { mode: 0o600 });
  await writeFile(path("account.pem"), account.publicKey);

  const tokens = Object.entries(users).map(([name, [user, group]]) => ({ name, user, group, token: randomBytes(24).toString("hex") }));
  await writeFile(path("tokens.csv"), tokens.map(({ token, user, group }) => `${token},${user},${user},"${group}"\n`).join(""), { mode: 0o600 });
  for (const { name, token } of tokens) {
    const config = {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "node", cluster: { server, "certificate-authority": path("ca.crt") } }],
      users: [{ name, user: { token } }],
      contexts: [{ name: "node", context: { cluster: "node", user: name } }],
      "current-context": "node",
    };
    await writeFile(path(`${name}.kubeconfig`), stringify(config), { mode: 0o600 });
  }
  const adminToken = tokens.find(({ name }) => name === "admin")?.token ?? "";
  return { folder, kubeconfigOf: (user) => path(`${user}.kubeconfig`), adminToken };
}
