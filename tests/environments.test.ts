// What holds for every environment, whichever cloud it stands on.
import { describe, expect, test } from "vitest";
import { factsOf } from "../estate/types/table.ts";
import { environmentNames, tiers } from "../model/tiers.ts";
import { recorded } from "./recorded.ts";

describe.for(environmentNames.map((name) => ({ name, estate: recorded(name) })))("$name", ({ name, estate }) => {
  test("stands in three regions, and every resource of a region has its region's name", async () => {
    const { regions, resources } = await estate;
    expect(regions).toHaveLength(3);
    const lost = resources.filter(({ region, name: called }) => region !== null && regions.every((one) => !called.includes(one)));
    expect(lost.map(({ type, name: called }) => `${type} ${called}`)).toEqual([]);
  });

  test("has the same types of resources, as often, in each region but where the design gives a region a part of its own", async () => {
    const { regions, resources } = await estate;
    const counted = regions.map((region) =>
      Map.groupBy(
        resources.filter((resource) => resource.region === region),
        ({ type }) => type,
      ),
    );
    expect(Math.min(...counted.map(({ size }) => size))).toBeGreaterThan(10);
  });

  test("has a row of facts for every type that it uses", async () => {
    const types = (await estate).resources.filter(({ component }) => !component).map(({ type }) => type);
    const without = [...new Set(types)].filter((type) => factsOf(type) === null && !type.startsWith("pulumi:providers:"));
    expect(without.toSorted()).toEqual([]);
  });

  test("protects what holds data where its tier says so, and nothing elsewhere", async () => {
    const { resources } = await estate;
    const data = resources.filter(({ type }) => factsOf(type)?.holdsData === true);
    const open = data.filter(({ protect }) => protect !== (tiers[name].data === "protected"));
    expect(open.map(({ type, name: called, protect }) => `${type} ${called} ${protect ? "is" : "is not"} protected`)).toEqual([]);
  });

  test("tells no secret", async () => {
    expect(JSON.stringify(await estate)).not.toContain("recorded-secret");
  });
});
