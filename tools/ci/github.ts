// GitHub's API as far as the workflows need it: JSON in, JSON out, page after page.
import type { z } from "zod";

export interface GitHub {
  /** `owner/name` */
  readonly repository: string;
  readonly api: string;
  readonly token: string;
}

const limitMilliseconds = 30_000;
const perPage = 100;
/** More than anybody writes in one thread. */
const mostPages = 50;

/** From the environment of a workflow's step. Throws Error with all that is missing. */
export function gitHubOf(environment: Readonly<Record<string, string | undefined>>): GitHub {
  const { GITHUB_REPOSITORY: repository, GITHUB_API_URL: api, GITHUB_TOKEN: token } = environment;
  if (repository === undefined || api === undefined || token === undefined || token === "")
    throw new Error("GITHUB_REPOSITORY, GITHUB_API_URL and GITHUB_TOKEN are needed");
  return { repository, api, token };
}

/** `path` below the repository. Throws Error for every answer that is no success. */
export async function ask<T extends z.ZodType>(
  hub: GitHub,
  path: string,
  shape: T,
  send?: { readonly method: "POST" | "PATCH"; readonly body: unknown },
): Promise<z.output<T>> {
  const response = await fetch(`${hub.api}/repos/${hub.repository}/${path}`, {
    method: send?.method ?? "GET",
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${hub.token}`,
      "content-type": "application/json",
      "x-github-api-version": "2022-11-28",
    },
    ...(send === undefined ? {} : { body: JSON.stringify(send.body) }),
    signal: AbortSignal.timeout(limitMilliseconds),
    redirect: "error",
  });
  if (!response.ok) throw new Error(`${send?.method ?? "GET"} ${path}: ${response.status} ${(await response.text()).slice(0, 300)}`);
  return shape.parse(await response.json());
}

export async function askAll<T extends z.ZodType>(hub: GitHub, path: string, shape: z.ZodArray<T>): Promise<z.output<T>[]> {
  const found: z.output<T>[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const rows = await ask(hub, `${path}${path.includes("?") ? "&" : "?"}per_page=${perPage}&page=${page}`, shape);
    found.push(...rows);
    if (rows.length < perPage) break;
  }
  return found;
}
