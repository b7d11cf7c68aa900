// What holds for every environment, whichever cloud it stands on. Counts are held where each cloud is.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { billOf } from "../estate/cost/bill.ts";
import { usageOf } from "../estate/cost/usage.ts";
import type { Estate } from "../estate/resource.ts";
import { factsOf } from "../estate/types/table.ts";
import { environmentNames, tiers } from "../model/tiers.ts";
import { recordEstate } from "../gameday/adapters/recorded-estate.ts";

const page = await readFile(join(fileURLToPath(new URL("..", import.meta.url)), "docs/stacks.md"), "utf8");

describe.for(environmentNames)("%s", (name) => {
  let estate: Estate;
  beforeAll(async () => void ({ estate } = await recordEstate(name)), 120_000);

  test("stands in three regions, and every resource of a region has its region's name", () => {
    const { regions, resources } = estate;
    expect(regions).toHaveLength(3);
    const lost = resources.filter(
      ({ region, name: called, type }) => region !== null && !type.startsWith("pulumi:providers:") && regions.every((one) => !called.includes(one)),
    );
    expect(lost.map(({ type, name: called }) => `${type} ${called}`)).toEqual([]);
  });

  test("has a row of facts for every type that it uses", () => {
    const types = estate.resources.filter(({ component }) => !component).map(({ type }) => type);
    const without = [...new Set(types)].filter((type) => factsOf(type) === null && !type.startsWith("pulumi:providers:"));
    expect(without.toSorted()).toEqual([]);
  });

  test("protects what holds data where its tier says so, and nothing elsewhere", () => {
    const { resources } = estate;
    const data = resources.filter(({ type }) => factsOf(type)?.holdsData === true);
    const open = data.filter(({ protect }) => protect !== (tiers[name].data === "protected"));
    expect(open.map(({ type, name: called, protect }) => `${type} ${called} ${protect ? "is" : "is not"} protected`)).toEqual([]);
  });

  test("costs what the page of stacks says, and no more than its budget", () => {
    const { total } = billOf(estate, usageOf(name));
    const row = page.split("\n").find((line) => line.startsWith(`| \`${name}\``)) ?? "";
    expect(row).toContain(total === 0 ? "the cluster's own" : `$${Math.round(total).toLocaleString("en-US")}`);
    expect(total).toBeLessThan(tiers[name].monthlyBudget ?? 1);
  });

  test("tells no secret", () => {
    expect(JSON.stringify(estate)).not.toContain("recorded-secret");
  });
});
