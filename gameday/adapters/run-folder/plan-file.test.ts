// Plans from files, and what is said of those that cannot be read.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { plans } from "../../../chaos/plans/catalogue.ts";
import { exitCodes } from "../../../model/verdict.ts";
import { loadOutputs } from "./outputs-file.ts";
import { loadPlan } from "./plan-file.ts";

let folder = "";
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "proving-ground-test-"))));
afterEach(() => rm(folder, { recursive: true, force: true }));

async function written(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const same = { name: "x", phases: [{ name: "baseline", duration: 5, rate: 10, scenario: "get" }] };

test.for([
  ["plan.json", JSON.stringify(same)],
  ["plan.yaml", "name: x\nphases:\n  - { name: baseline, duration: 5s, rate: 10, scenario: get }\n"],
  ["plan.ts", `export const plan = ${JSON.stringify(same)} satisfies object;`],
])("%s is the same plan in every language", async ([name = "", text = ""]) => {
  expect(await loadPlan(await written(name, text))).toMatchObject(same);
});

test.for(Object.keys(plans))("the shipped plan %s is a plan", async (name) => {
  expect((await loadPlan(name)).name).toBe(name);
});

test.for([
  { name: "syntax.yaml", text: "name: x\nphases:\n  - {name: baseline\n duration: 5s\n", told: /syntax\.yaml:4:2: .* — correct it there/ },
  { name: "syntax.json", text: '{ "name": "x", ', told: /syntax\.json:1:\d+: / },
  { name: "empty.yaml", text: "", told: /empty\.yaml has a problem:\n {2}is empty — give an object/ },
  { name: "syntax.ts", text: "export const plan = {", told: /syntax\.ts: .* — name a plan file/ },
  { name: "two.ts", text: "export const one = 1, two = 2;", told: /it exports 2 values: export the plan alone/ },
])("$name is refused with its place", async ({ name, text, told }) => {
  await expect(loadPlan(await written(name, text))).rejects.toMatchObject({ exitCode: exitCodes.usage, message: expect.stringMatching(told) });
});

test.for([
  { name: "gone.yaml", told: /gone\.yaml: there is no such file or folder — name a plan file/ },
  { name: "quikc", told: /there is no plan quikc\n {2}plan: the plans are default, .* — did you mean quick\? / },
  { name: "constructor", told: /there is no plan constructor/ },
])("$name is not there, and it is said which plans are", async ({ name, told }) => {
  await expect(loadPlan(name)).rejects.toMatchObject({ exitCode: exitCodes.usage, message: expect.stringMatching(told) });
});

test.for([
  { stack: "gone.json", exitCode: exitCodes.usage, told: /gone\.json: there is no such file or folder — give the path of a JSON file/ },
  { stack: "staging", exitCode: exitCodes.usage, told: /there is no stack staging\n {2}--stack: known by name: local, base, / },
  { stack: "local", exitCode: exitCodes.refused, told: /the embedded stack is not up\n .* — start it with: gameday up local/ },
])("the outputs of $stack cannot be had", async ({ stack, exitCode, told }) => {
  await expect(loadOutputs(stack, folder)).rejects.toMatchObject({ exitCode, message: expect.stringMatching(told) });
});

test("outputs that are not JSON are refused with their path", async () => {
  const path = await written("shop.json", "nope");
  await expect(loadOutputs(path, folder)).rejects.toMatchObject({
    exitCode: exitCodes.usage,
    message: expect.stringMatching(/shop\.json: Unexpected token/),
  });
});
