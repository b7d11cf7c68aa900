// The page on failing over by hand: its commands are run as they stand, and each answers what the page says it does.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Gameday } from "./gameday-process.ts";

const page = await readFile(join(fileURLToPath(new URL("..", import.meta.url)), "docs/failover/local.md"), "utf8");
const commands = [...page.matchAll(/```sh\n\s*gameday (.*)\n\s*```/g)].map(([, words = ""]) => words.trim().split(" "));

let gameday: Gameday;
beforeAll(async () => {
  gameday = await Gameday.create();
  expect(await gameday.run("up", "local")).toMatchObject({ code: 0 });
}, 120_000);
afterAll(async () => {
  await gameday.run("down", "local");
  await gameday[Symbol.asyncDispose]();
}, 60_000);

test("the commands of the page move the primary there and back, and lose no standby", { timeout: 180_000 }, async () => {
  expect(commands.map(([name = ""]) => name)).toEqual(["status", "failover", "failback"]);
  const [status = [], over = [], back = []] = commands;
  const { output } = await gameday.run(...status);
  for (const [, told = ""] of page.matchAll(/`(primary us-east-1|eu-west-1 streaming)`/g)) expect(output).toContain(told);

  expect((await gameday.run(...over)).output).toBe("The Postgres primary is in eu-west-1.\n");
  await streaming("us-east-1");
  expect((await gameday.run(...back)).output).toBe("The Postgres primary is in us-east-1.\n");
  await streaming("eu-west-1");
});

test("a region that is none is refused with those that are", async () => {
  const { code, output } = await gameday.run("failover", "local", "eu-west-2");
  expect(code).toBe(5);
  expect(output).toContain("there is no region eu-west-2: use one of us-east-1, eu-west-1, ap-southeast-1");
});

const streaming = (region: string): Promise<void> =>
  vi.waitFor(
    async () => expect((await gameday.status()).postgres.standbys.find((standby) => standby.region === region)).toMatchObject({ streaming: true }),
    { timeout: 60_000, interval: 500 },
  );
