// Who may speak to a test's API server: users with tokens, the keys that service accounts' tokens are signed with, and kubeconfig files.
import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";

/** By the names that Kubernetes' own rights know; `driver` has none but those that a test gives it. */
const users = {
  tester: ["tester", "system:masters"],
  scheduler: ["system:kube-scheduler", ""],
  kwok: ["kwok", "system:masters"],
  operator: ["litmus-operator", "system:masters"],
  standIn: ["litmus-stand-in", "system:masters"],
  driver: ["driver", ""],
} as const;
export type UserName = keyof typeof users;

export type Tokens = Readonly<Record<UserName, string>>;

/** Writes tokens.csv, account.key and account.pem. */
export async function writeCredentials(folder: string): Promise<Tokens> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2_048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  await writeFile(join(folder, "account.key"), privateKey, { mode: 0o600 });
  await writeFile(join(folder, "account.pem"), publicKey);
  const fresh = (): string => randomBytes(24).toString("hex");
  const tokens: Tokens = { tester: fresh(), scheduler: fresh(), kwok: fresh(), operator: fresh(), standIn: fresh(), driver: fresh() };
  const rows = Object.entries(users).map(
    ([name, [user, group]]) => `${Object.entries(tokens).find(([of]) => of === name)?.[1]},${user},${user},"${group}"\n`,
  );
  await writeFile(join(folder, "tokens.csv"), rows.join(""), { mode: 0o600 });
  return tokens;
}

/**
 * A kubeconfig file; returns its path. `authority`: path of the certificate that the server is known by. A file that is written again is there whole all the
 * time: another program may be reading it.
 */
export async function writeKubeconfig(path: string, server: string, authority: string, name: string, token: string): Promise<string> {
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "test", cluster: { server, "certificate-authority": authority } }],
    users: [{ name, user: { token } }],
    contexts: [{ name: "test", context: { cluster: "test", user: name } }],
    "current-context": "test",
  };
  const fresh = `${path}.${randomUUID()}`;
  await writeFile(fresh, stringify(config), { mode: 0o600 });
  await rename(fresh, path);
  return path;
}
