// `node tools/ci/review-comment.ts <file>`: puts a review under its pull request, into the comment that is there already if there is one.
// The file was written by the pull request's own code: it is text, bounded, and decides neither where it goes nor whom it calls.
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { ask, askAll, gitHubOf, type GitHub } from "./github.ts";

/** As the review begins; the comment is found by it. */
export const commentMark = "<!-- proving-ground review -->";
const longest = 65_000;

export interface Reviewed {
  /** Of the workflow's event, which no fork writes. */
  readonly headOwner: string;
  readonly headBranch: string;
  readonly headCommit: string;
}

const pullSchema = z.object({ number: z.int(), head: z.object({ sha: z.string() }) });
const commentSchema = z.object({ id: z.int(), body: z.string().nullable(), user: z.object({ type: z.string() }).nullable() });

/** Nothing where the commit is no longer the newest of an open pull request: a later run has, or will have, its say. */
export async function putReview(
  hub: GitHub,
  { headOwner, headBranch, headCommit }: Reviewed,
  text: string,
): Promise<"created" | "edited" | "outdated"> {
  const head = encodeURIComponent(`${headOwner}:${headBranch}`);
  const pulls = await askAll(hub, `pulls?state=open&head=${head}`, z.array(pullSchema));
  const pull = pulls.find(({ head: { sha } }) => sha === headCommit);
  if (pull === undefined) return "outdated";
  const comments = await askAll(hub, `issues/${pull.number}/comments`, z.array(commentSchema));
  // A person may quote the mark; this workflow's comments are a bot's.
  const own = comments.find(({ body, user }) => user?.type === "Bot" && body?.startsWith(commentMark) === true);
  const body = { body: harmless(text) };
  if (own === undefined) await ask(hub, `issues/${pull.number}/comments`, z.unknown(), { method: "POST", body });
  else await ask(hub, `issues/comments/${own.id}`, z.unknown(), { method: "PATCH", body });
  return own === undefined ? "created" : "edited";
}

/** Calls nobody, loads no picture, hides nothing, no address behind a word, and carries the mark once. */
export function harmless(text: string): string {
  const plain = text
    .toWellFormed()
    .replaceAll(commentMark, "")
    .replaceAll("@", "@\u{200B}")
    .replaceAll("![", String.raw`!\[`)
    .replaceAll(/\](?=[(:])/g, "]\u{200B}")
    .replaceAll(/<(?=[a-z/!?])(?!br\/>)/gi, "&lt;");
  const whole = `${commentMark}\n${plain.trim()}\n`;
  return whole.length <= longest ? whole : `${whole.slice(0, longest).toWellFormed()}…\n`;
}

if (import.meta.main) {
  const { HEAD_OWNER: headOwner = "", HEAD_BRANCH: headBranch = "", HEAD_COMMIT: headCommit = "" } = process.env;
  const text = await readFile(process.argv[2] ?? "", "utf8");
  process.stdout.write(`${await putReview(gitHubOf(process.env), { headOwner, headBranch, headCommit }, text)}\n`);
}
