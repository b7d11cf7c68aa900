// What the workflows run, before a GitHub on loopback: where a comment goes, what it may hold, and that the calendar's times are the workflow's.
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { schedules } from "../../chaos/schedules/schedules.ts";
import { root } from "../test/files.ts";
import { dueGameDay } from "./due.ts";
import { commentMark, harmless } from "./review-comment.ts";

interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly type: string };
}

const folder = mkdtempSync(join(tmpdir(), "ci-test-"));
let server: Server;
let port = 0;
let comments: Comment[] = [];
let issues: { number: number; title: string; body: string; user: { type: string } }[] = [];
let calls: string[] = [];
/** Identities that were asked for, and which of them is refused. */
let identities = 0;
let refusedIdentity = 0;
const pulls = [
  { number: 7, head: { sha: "aaa" } },
  { number: 8, head: { sha: "bbb" } },
];

beforeAll(async () => {
  server = createServer((request, response) => {
    void textOf(request).then((body) => {
      const url = new URL(request.url ?? "", "http://localhost");
      const place = `${request.method} ${url.pathname.replace("/repos/o/r", "")}`;
      const answer = (status: number, value: unknown): void => void response.writeHead(status).end(JSON.stringify(value));
      calls.push(place);
      if (url.pathname === "/token") {
        identities += 1;
        const given = request.headers.authorization === "Bearer ask" && identities !== refusedIdentity;
        return answer(given ? 200 : 401, { value: `jwt ${identities} for ${url.searchParams.get("audience")}` });
      }
      if (request.headers.authorization !== "Bearer secret") return answer(401, { message: "Bad credentials" });
      const page = <T>(rows: readonly T[]): readonly T[] => rows.slice((Number(url.searchParams.get("page")) - 1) * 100).slice(0, 100);
      if (place === "GET /pulls") return answer(200, page(url.searchParams.get("head") === "fork:change" ? pulls : []));
      if (place === "GET /issues/7/comments") return answer(200, page(comments));
      if (place === "GET /issues") return answer(200, page(issues));
      const sent: { body: string; title?: string } = JSON.parse(body);
      if (place === "POST /issues/7/comments") comments.push({ id: comments.length + 1, body: sent.body, user: { type: "Bot" } });
      const edited = /^PATCH \/issues\/comments\/(\d+)$/.exec(place);
      const comment = comments.find(({ id }) => id === Number(edited?.[1]));
      if (comment !== undefined) comment.body = sent.body;
      if (place === "POST /issues") issues.push({ number: 1, title: sent.title ?? "", body: sent.body, user: { type: "Bot" } });
      return answer(201, {});
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  comments = [];
  issues = [];
  calls = [];
  identities = 0;
  refusedIdentity = 0;
});

async function run(script: string, words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [join(root, "tools/ci", script), ...words], {
    cwd: folder,
    env: {
      PATH: process.env["PATH"] ?? "",
      GITHUB_API_URL: `http://127.0.0.1:${port}`,
      GITHUB_REPOSITORY: "o/r",
      GITHUB_TOKEN: "secret",
      ...environment,
    },
  });
  const [out, err, [code]] = await Promise.all([textOf(child.stdout), textOf(child.stderr), once(child, "close")]);
  return { code, out: out.trim(), err };
}

const review = { HEAD_OWNER: "fork", HEAD_BRANCH: "change", HEAD_COMMIT: "aaa" };

test("a review is posted once, then edited, among any number of comments; a person's with the mark is left alone", async () => {
  const file = join(folder, "review.md");
  writeFileSync(file, `${commentMark}\nfirst`);
  comments = Array.from({ length: 130 }, (_, index) => ({
    id: index + 1,
    body: index === 3 ? `${commentMark} quoted` : "a",
    user: { type: "User" },
  }));
  expect(await run("review-comment.ts", [file], review)).toMatchObject({ code: 0, out: "created" });
  writeFileSync(file, `${commentMark}\nsecond`);
  expect(await run("review-comment.ts", [file], review)).toMatchObject({ code: 0, out: "edited" });
  expect(comments).toHaveLength(131);
  expect(comments[130]?.body).toBe(`${commentMark}\nsecond\n`);
  expect(comments[3]?.body).toBe(`${commentMark} quoted`);
});

test("a commit that is no pull request's newest posts nothing; a refused token ends it", async () => {
  const file = join(folder, "review.md");
  writeFileSync(file, "x");
  expect(await run("review-comment.ts", [file], { ...review, HEAD_COMMIT: "old" })).toMatchObject({ code: 0, out: "outdated" });
  expect(await run("review-comment.ts", [file], { ...review, HEAD_OWNER: "other" })).toMatchObject({ code: 0, out: "outdated" });
  expect(calls.filter((call) => !call.startsWith("GET"))).toEqual([]);
  const refused = await run("review-comment.ts", [file], { ...review, GITHUB_TOKEN: "wrong" });
  expect(refused.code).not.toBe(0);
  expect(refused.err).toContain("401");
});

test("what a fork's program wrote calls nobody, loads nothing, hides nothing, no address either, and is bounded", () => {
  const posted = harmless(
    `@everyone ![x](https://evil) [approve](https://evil) [see][1]\n\n[1]: https://evil\n\n<img src=x> <?hidden?> <!-- ${commentMark} --> a<br/>b ${"z".repeat(100_000)}`,
  );
  expect(posted.startsWith(`${commentMark}\n`)).toBe(true);
  expect(posted.split(commentMark)).toHaveLength(2);
  expect(posted).not.toMatch(/@[a-z]|(?<!\\)\[x|\][(:]|<img|<\?|<!-- *-->/);
  expect(posted).toContain("a<br/>b");
  expect(posted.length).toBeLessThan(65_100);
});

test("a failure opens an issue, the next one of its name adds to it, with the report where there is one, and the run's link however long it is", async () => {
  const file = join(folder, "report.md");
  const link = { GITHUB_SERVER_URL: "https://github.example", GITHUB_RUN_ID: "42" };
  writeFileSync(file, "what failed");
  expect(await run("tell-failure.ts", ["Drift of base", file])).toMatchObject({ code: 0, out: "opened" });
  expect(await run("tell-failure.ts", ["Drift of base", "missing.md"])).toMatchObject({ code: 0, out: "added" });
  expect(await run("tell-failure.ts", ["Drift of chaos", file])).toMatchObject({ code: 0, out: "opened" });
  expect(issues.map(({ title }) => title)).toEqual(["Drift of base", "Drift of chaos"]);
  for (const [report, longest] of [
    ["what failed", 100],
    ["🚦".repeat(50_000), 61_000],
    [`x${"🚦".repeat(50_000)}`, 61_000],
  ] as const) {
    issues = [];
    writeFileSync(file, report);
    expect(await run("tell-failure.ts", ["Drift of base", file], link)).toMatchObject({ code: 0, out: "opened" });
    const body = issues[0]?.body ?? "";
    expect(body.endsWith("\nhttps://github.example/o/r/actions/runs/42\n")).toBe(true);
    expect(body.startsWith(report.slice(0, 11))).toBe(true);
    expect(body.length).toBeLessThan(longest);
    expect(body.isWellFormed()).toBe(true);
  }
});

const rightsOf = () => ({ ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/token?v=1`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "ask" });

test("an identity goes to a file that only this user reads; a job without the right to one is told so, and what was there stays", async () => {
  const file = join(folder, "identity");
  const rights = rightsOf();
  expect(await run("identity-token.ts", ["sts.amazonaws.com", file], rights)).toMatchObject({ code: 0 });
  expect(readFileSync(file, "utf8")).toBe("jwt 1 for sts.amazonaws.com");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect((await run("identity-token.ts", ["a", file])).err).toContain("id-token: write");
  expect((await run("identity-token.ts", ["a", file], { ...rights, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "wrong" })).err).toContain("refused: 401");
  expect(readFileSync(file, "utf8")).toBe("jwt 1 for sts.amazonaws.com");
});

test("each job that speaks to a cloud has an identity that is renewed in the background, whatever one renewal meets", async () => {
  const job = z.object({
    env: z.record(z.string(), z.string()).default({}),
    permissions: z.record(z.string(), z.string()),
    steps: z.array(z.object({ name: z.string().optional(), run: z.string().default("") })),
  });
  const workflow = z.object({ jobs: z.record(z.string(), job) });
  const scripts = ["game-day", "up", "drift"]
    .flatMap((name) => Object.values(workflow.parse(parse(readFileSync(join(root, `.github/workflows/${name}.yaml`), "utf8"))).jobs))
    .filter(({ permissions }) => permissions["id-token"] === "write")
    .map(({ env, steps }) => [env["AWS_WEB_IDENTITY_TOKEN_FILE"], steps.find(({ name }) => name === "Identity")?.run]);
  expect(scripts).toHaveLength(4);
  expect(new Set(scripts.map((row) => JSON.stringify(row))).size).toBe(1);
  const [tokenFile = "", script = ""] = scripts[0] ?? [];
  expect(tokenFile).toBe("/tmp/aws-identity");

  // A clock that lets three pauses pass at once, and then stops the loop.
  const place = mkdtempSync(join(folder, "renewed-"));
  writeFileSync(join(place, "sleep"), `#!/bin/sh\necho "$1" >> ${place}/pauses\n[ "$(wc -l < ${place}/pauses)" -le 3 ]\n`, { mode: 0o755 });
  // The third is the first that is renewed.
  refusedIdentity = 3;
  const step = spawn("bash", ["-e", "-c", script.replaceAll("/tmp/", `${place}/`)], {
    cwd: root,
    env: { ...rightsOf(), PATH: `${place}:${process.env["PATH"] ?? ""}` },
    stdio: "ignore",
  });
  expect((await once(step, "close"))[0]).toBe(0);
  expect(readFileSync(join(place, "aws-identity"), "utf8")).toMatch(/^jwt \d for sts\.amazonaws\.com$/);
  await expect.poll(() => readFileSync(join(place, "pauses"), { encoding: "utf8", flag: "a+" }), { timeout: 30_000 }).toBe("120\n".repeat(4));
  expect(identities).toBe(7);
  expect(readFileSync(join(place, "aws-identity"), "utf8")).toBe("jwt 6 for sts.amazonaws.com");
  expect(readFileSync(join(place, "google-identity"), "utf8")).toBe("jwt 7 for gameday-google");
  expect(readFileSync(join(place, "identity.log"), "utf8")).toContain("refused: 401");
});

test("the workflow's times and choices are the calendar's, each leads to its game day, and its job outlives it", async () => {
  const workflow = z
    .object({
      on: z.object({
        schedule: z.array(z.object({ cron: z.string() })),
        workflow_dispatch: z.object({ inputs: z.object({ name: z.object({ options: z.array(z.string()) }) }) }),
      }),
      jobs: z.object({ run: z.object({ "timeout-minutes": z.int() }) }),
    })
    .parse(parse(readFileSync(join(root, ".github/workflows/game-day.yaml"), "utf8")));
  const automatic = schedules.filter((row) => row.automatic);
  expect(workflow.on.schedule.map(({ cron }) => cron)).toEqual(automatic.map(({ utcCron }) => utcCron));
  expect(new Set(automatic.map(({ utcCron }) => utcCron)).size).toBe(automatic.length);
  expect(workflow.on.workflow_dispatch.inputs.name.options).toEqual(schedules.map(({ name }) => name));
  // Ten minutes to heal, and twenty for what comes before the run and after it: else the job ends in the midst of a fault.
  for (const { name, deadlineMinutes } of schedules)
    expect(deadlineMinutes + 10 + 20, name).toBeLessThanOrEqual(workflow.jobs.run["timeout-minutes"]);
  for (const { name, plan, stack, utcCron } of automatic) {
    expect(dueGameDay(utcCron)).toMatchObject({ name, plan, stack });
    expect(dueGameDay(name)).toMatchObject({ plan });
  }
  expect((await run("due.ts", [automatic[0]?.utcCron ?? ""])).out).toMatch(/^name=\S+\nplan=\S+\nstack=\S+\nminutes=\d+$/);
  expect((await run("due.ts", ["0 0 0 0 0"])).code).not.toBe(0);
});

test("a program's folder for the path", async () => {
  const { code, out } = await run("program.ts", ["actionlint"]);
  expect(code).toBe(0);
  expect(statSync(join(out, "actionlint")).isFile()).toBe(true);
  expect((await run("program.ts", ["nothing"])).code).not.toBe(0);
});
