// Lock, kill switch and hold as files of a folder of their own.
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { outputsSchema } from "../../../model/outputs.ts";
import { createInterlock } from "./create-interlock.ts";
import { holders } from "./lock.ts";
import { clearRefusal, readRefusal, refusalPath, writeRefusal } from "./refusal-file.ts";

const outputsOf = (entry: string) => outputsSchema.parse({ schema: "proving-ground/outputs/1", stack: "shop", entry });
const shop = createInterlock(outputsOf("http://127.0.0.1:8081/"));

let place = "";
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "interlock-"));
  process.env["GAMEDAY_INTERLOCK"] = place;
});
afterEach(async () => {
  delete process.env["GAMEDAY_INTERLOCK"];
  await rm(place, { recursive: true, force: true });
});

test("one controller a stack: the second is refused with the owner's name, another stack is not", async () => {
  const release = await shop.acquire("first", "/runs/first");
  await expect(shop.acquire("second", "/runs/second")).rejects.toMatchObject({ exitCode: 5, message: expect.stringContaining("run first has it") });
  const other = await createInterlock(outputsOf("http://127.0.0.1:9999/")).acquire("third", "/runs/third");
  expect((await holders()).map(({ run, alive }) => [run, alive])).toEqual(
    expect.arrayContaining([
      ["first", true],
      ["third", true],
    ]),
  );
  await release();
  await (
    await shop.acquire("second", "/runs/second")
  )();
  await other();
  expect(await readdir(place)).toEqual([]);
});

test("of many that ask at once, one gets it", async () => {
  const asked = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => shop.acquire(`run-${index}`, "/runs")));
  expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a dead owner's lock is not taken over: its faults come first", async () => {
  const release = await shop.acquire("first", "/runs/first");
  const [name = ""] = await readdir(place);
  await release();
  await writeFile(join(place, name), JSON.stringify({ run: "dead", folder: "/runs/dead", process: { pid: 4_000_000, startTime: "1", bootId: "x" } }));
  await expect(shop.acquire("second", "/runs/second")).rejects.toThrow(/run dead left it without an end/);
  const [dead] = await holders();
  expect(dead).toMatchObject({ run: "dead", folder: "/runs/dead", alive: false });
  await dead?.release();
  await (
    await shop.acquire("second", "/runs/second")
  )();
});

test("the kill switch refuses new runs until it is taken back, and leaves no lock", async () => {
  await writeRefusal("stopped", "the database team asks");
  await expect(shop.acquire("first", "/runs/first")).rejects.toMatchObject({
    exitCode: 5,
    message: expect.stringContaining("the database team asks"),
  });
  expect(await holders()).toEqual([]);
  expect(await clearRefusal("stopped")).toBe(true);
  expect(await clearRefusal("stopped")).toBe(false);
  await (
    await shop.acquire("first", "/runs/first")
  )();
});

test("a switch that cannot be read counts as set", async () => {
  await writeFile(await refusalPath("held"), "{ torn");
  await expect(readRefusal("held")).rejects.toThrow(/nothing may be injected/);
  await writeFile(await refusalPath("stopped"), "");
  await expect(shop.acquire("first", "/runs/first")).rejects.toThrow(/nothing may be injected/);
});
