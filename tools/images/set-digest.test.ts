// A new image in the settings: two lines change, and nothing that is not an image gets in.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { environmentNames } from "../../model/tiers.ts";
import { withImage } from "./set-digest.ts";

const digest = `sha256:${"b".repeat(64)}`;
const repository = "registry.example.com:5000/shop/workloads";
const settingsOf = (name: string): Promise<string> => readFile(new URL(`../../stacks/settings/Pulumi.${name}.yaml`, import.meta.url), "utf8");

test.for(environmentNames)("in the settings of %s only the image changes", async (name) => {
  const before = (await settingsOf(name)).split("\n");
  const after = withImage(before.join("\n"), repository, digest).split("\n");
  expect(after).toHaveLength(before.length);
  const changed = after.filter((line, index) => line !== before[index]).map((line) => line.trim());
  expect(changed).toEqual([`repository: ${repository}`, `digest: ${digest}`]);
});

test("written twice it is the same", async () => {
  const once = withImage(await settingsOf("base"), repository, digest);
  expect(withImage(once, repository, digest)).toBe(once);
});

test.for(["latest", "sha256:abc", `SHA256:${"b".repeat(64)}`, ""])("%j is no digest", async (wrong) => {
  const settings = await settingsOf("base");
  expect(() => withImage(settings, repository, wrong)).toThrow(/is no digest/);
});

test.for(["ghcr.io/shop/workloads:latest", `ghcr.io/shop/workloads@${digest}`, "ghcr.io/shop/work loads"])("%j is no repository", async (wrong) => {
  const settings = await settingsOf("base");
  expect(() => withImage(settings, wrong, digest)).toThrow(/is no repository/);
});

test("settings without an image are told", () => {
  expect(() => withImage("config:\n  proving-ground:settings:\n    owner: platform\n", repository, digest)).toThrow(/there is no config/);
});
