// `node tools/ci/identity-token.ts <audience> <file>`: the workflow's identity as a short-lived token in a file that only this user reads. No key is kept anywhere.
import { rename, writeFile } from "node:fs/promises";
import { z } from "zod";

const limitMilliseconds = 30_000;

/** Throws Error where the job has no `id-token: write`. */
export async function identityToken(environment: Readonly<Record<string, string | undefined>>, audience: string): Promise<string> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = environment;
  if (url === undefined || token === undefined) throw new Error("this job has no identity: it needs the permission id-token: write");
  const address = new URL(url);
  address.searchParams.set("audience", audience);
  const response = await fetch(address, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(limitMilliseconds),
    redirect: "error",
  });
  if (!response.ok) throw new Error(`the identity was refused: ${response.status}`);
  return z.object({ value: z.string().min(1) }).parse(await response.json()).value;
}

if (import.meta.main) {
  const [, , audience = "", file = ""] = process.argv;
  const next = `${file}.new`;
  await writeFile(next, await identityToken(process.env, audience), { mode: 0o600 });
  // Who reads while it is renewed finds the old one or the new one, whole.
  await rename(next, file);
}
