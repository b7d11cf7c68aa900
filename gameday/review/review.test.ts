// A review of two states: what is told of each change, in which order, never longer than a comment may be, and the same for the same input.
import fc from "fast-check";
import { expect, test } from "vitest";
import { unknownValue, type Estate, type Resource } from "../../estate/resource.ts";
import { testEstate, testRegions, testResource } from "../../estate/testing/estate.ts";
import { quickPlan, shortPlan } from "./testing/plans.ts";
import { changesOf } from "./change.ts";
import { longestComment, renderComment } from "./markdown/comment.ts";
import { fit } from "./markdown/fit.ts";
import { tableChanges } from "./matrix.ts";
import { reviewOf, type Recorded, type Side } from "./review.ts";

const side = (environments: readonly Estate[], given: Partial<Side> = {}): Side => ({
  commit: "0123456789ab",
  day: "2026-11-28",
  environments: new Map(environments.map((estate): [string, Recorded] => [estate.environment, { estate }])),
  gameDays: { plans: { quick: quickPlan }, schedules: [] },
  matrix: null,
  ...given,
});
const estateOf = (...resources: readonly Resource[]): Estate => testEstate(resources, { environment: "chaos" });
const cluster = (inputs: Record<string, unknown>, given: Partial<Resource> = {}): Resource =>
  testResource("aws:rds/cluster:Cluster", "chaos-postgres-us-east-1-cluster", { region: "us-east-1", inputs, ...given });
const comment = (before: Estate, after: Estate): string => renderComment(reviewOf(side([before]), side([after]), []));

test("a replacement that destroys data comes first, in bold; a retained one does not, and a protected one says that it is refused", () => {
  const others = [testResource("aws:ec2/vpc:Vpc", "chaos-us-east-1-vpc", { region: "us-east-1", inputs: { cidrBlock: "10.0.0.0/16" } })];
  const moved = [testResource("aws:ec2/vpc:Vpc", "chaos-us-east-1-vpc", { region: "us-east-1", inputs: { cidrBlock: "10.1.0.0/16" } })];
  const lines = comment(estateOf(...others, cluster({ databaseName: "a" })), estateOf(...moved, cluster({ databaseName: "b" })))
    .split("\n")
    .filter((line) => line.startsWith("- "));
  expect(lines[0]).toBe(
    '- **replaced, data is lost:** aws rds Cluster `{environment}-postgres-{region}-cluster` in chaos (us-east-1): `databaseName` `"a"` → `"b"`',
  );
  expect(lines[1]).toMatch(/^- replaced: aws ec2 Vpc /);
  const kept = changesOf(
    estateOf(cluster({ databaseName: "a" }, { retainOnDelete: true })),
    estateOf(cluster({ databaseName: "b" }, { retainOnDelete: true })),
  );
  expect(kept).toMatchObject([{ action: "replaced", losesData: false }]);
  const guarded = changesOf(estateOf(cluster({ databaseName: "a" }, { protect: true })), estateOf(cluster({ databaseName: "b" })));
  expect(guarded).toMatchObject([
    { action: "replaced", losesData: true, refused: true, inputs: [{ path: "databaseName" }, { path: "(option) protect" }] },
  ]);
});

test("what goes with its data is bold too; what only changes, or is added, is not", () => {
  const gone = changesOf(estateOf(cluster({})), estateOf());
  expect(gone).toMatchObject([{ action: "removed", losesData: true }]);
  expect(changesOf(estateOf(), estateOf(cluster({})))).toMatchObject([{ action: "added", losesData: false }]);
  expect(changesOf(estateOf(cluster({ port: 1 })), estateOf(cluster({ port: 2 })))).toMatchObject([{ action: "changed", losesData: false }]);
  expect(changesOf(estateOf(cluster({ port: 1 })), estateOf(cluster({ port: 1 })))).toEqual([]);
});

test("may replace: a type of no rule, a value that is known later, and what is made from something that is replaced", () => {
  const thing = (value: number) => testResource("aws:iot/thing:Thing", "thing", { inputs: { attributes: value } });
  expect(changesOf(estateOf(thing(1)), estateOf(thing(2)))).toMatchObject([
    { action: "may-replace", losesData: null, why: expect.stringContaining("no rule") },
  ]);
  expect(changesOf(estateOf(cluster({ kmsKeyId: "a" })), estateOf(cluster({ kmsKeyId: unknownValue }, { unknown: ["kmsKeyId"] })))).toMatchObject([
    { action: "may-replace", why: "the new value is known after creation" },
  ]);
  const vpc = (range: string) => testResource("aws:ec2/vpc:Vpc", "vpc", { inputs: { cidrBlock: range } });
  const subnet = (from: string) =>
    testResource("aws:ec2/subnet:Subnet", "subnet", {
      inputs: { vpcId: unknownValue },
      unknown: ["vpcId"],
      dependencies: [vpc("").urn],
      sources: { vpcId: [from] },
    });
  const followed = changesOf(estateOf(vpc("10.0.0.0/16"), subnet(vpc("").urn)), estateOf(vpc("10.1.0.0/16"), subnet(vpc("").urn)));
  expect(followed.map(({ name, action }) => `${name} ${action}`)).toEqual(["vpc replaced", "subnet may-replace"]);
  // It waits for the network, and its value comes from elsewhere.
  expect(changesOf(estateOf(vpc("10.0.0.0/16"), subnet("other")), estateOf(vpc("10.1.0.0/16"), subnet("other"))).map(({ name }) => name)).toEqual([
    "vpc",
  ]);
});

test("what the engine passes over is no change", () => {
  const ignoring = { ignoreChanges: ["engineVersion"] };
  expect(changesOf(estateOf(cluster({ engineVersion: "1" }, ignoring)), estateOf(cluster({ engineVersion: "2" }, ignoring)))).toEqual([]);
  expect(changesOf(estateOf(cluster({ engineVersion: "1" })), estateOf(cluster({ engineVersion: "2" })))).toHaveLength(1);
});

test("the same change in all regions and environments is one line", () => {
  const all = (range: string, environment: string): Estate =>
    testEstate(
      testRegions.map((region) =>
        testResource("aws:ec2/subnet:Subnet", `${environment}-${region}-subnet`, {
          region,
          inputs: { mapPublicIpOnLaunch: range, tags: { of: environment } },
        }),
      ),
      { environment },
    );
  const text = renderComment(reviewOf(side([all("a", "base"), all("a", "stress")]), side([all("b", "base"), all("b", "stress")]), []));
  expect(text.split("\n").filter((line) => line.startsWith("- changed"))).toEqual([
    '- changed: aws ec2 Subnet `{environment}-{region}-subnet` ×6 in base, stress (ap-southeast-1, eu-west-1, us-east-1): `mapPublicIpOnLaunch` `"a"` → `"b"`',
  ]);
  expect(text).toContain("| `stress` | `eu-west-1` | · | 1 | · | · | · | · |");
});

test("no base, an environment that cannot be recorded, a new one and one that is gone are each said", () => {
  const one = estateOf(cluster({}));
  const none = renderComment(reviewOf({ problem: "there is no commit x here" }, side([one]), []));
  expect(none).toContain("**no base**: there is no commit x here");
  expect(none).not.toContain("removed:");
  const broken = side([], { environments: new Map<string, Recorded>([["chaos", { problem: "it threw <b>@all</b>" }]]) });
  expect(renderComment(reviewOf(broken, side([one]), []))).toContain(
    String.raw`\`chaos\`: **no base**: it threw \<b\>@&#8203;all\</b\>`.replaceAll(String.raw`\``, "`"),
  );
  expect(renderComment(reviewOf(side([one]), broken, []))).toContain("**cannot be recorded**");
  expect(renderComment(reviewOf(side([]), side([one]), []))).toContain("`chaos` is new.");
  const gone = renderComment(reviewOf(side([one]), side([]), []));
  expect(gone).toContain("`chaos` is **gone** from the program.");
  expect(gone).toContain("- **removed, data is lost:**");
});

test("a game day is touched by its plan, by what takes part in it, and by its environment; tests and prose touch none", () => {
  const touched = (files: readonly string[], before: unknown = quickPlan): readonly string[] =>
    (
      reviewOf(
        side([], { gameDays: { plans: { quick: before, short: shortPlan }, schedules: [] } }),
        side([], { gameDays: { plans: { quick: quickPlan, short: shortPlan }, schedules: [] } }),
        files,
      ).gameDays ?? []
    ).map(({ plan }) => plan);
  expect(touched([])).toEqual([]);
  expect(touched(["docs/a.md", "gameday/controller/x.test.ts", "tools/check/main.ts", "gameday/report/markdown.ts"])).toEqual([]);
  expect(touched(["chaos/faults/process/process-kill.ts"])).toEqual(["quick"]);
  expect(touched(["chaos/faults/network/network-latency.ts"])).toEqual([]);
  expect(touched(["loadtests/scenarios/get.ts"])).toEqual(["short"]);
  expect(touched(["gameday/controller/heal.ts"])).toEqual(["quick", "short"]);
  expect(touched([], { ...quickPlan, seed: 8 })).toEqual(["quick"]);
  const scheduled = { plans: { quick: quickPlan }, schedules: [{ name: "weekly", plan: "quick", stack: "chaos", cron: "0 1 * * 1" }] };
  const review = reviewOf(
    side([estateOf(cluster({ port: 1 }))], { gameDays: scheduled }),
    side([estateOf(cluster({ port: 2 }))], { gameDays: scheduled }),
    [],
  );
  expect(review.gameDays).toEqual([{ plan: "quick", stacks: ["chaos"], schedules: ["weekly"], reasons: ["1 resources of chaos differ"] }]);
});

test("a page of tables: cells, rows and whole pages that come and go", () => {
  const page = (cell: string, more = "") => `# Matrix\n\n| service | kill | delay |\n|---|---|---|\n| cache | ${cell} | ok |\n${more}`;
  expect(tableChanges(page("ok"), page("ok"))).toEqual([]);
  expect(tableChanges(page("ok"), page("fails"))).toEqual([{ table: "Matrix", row: "cache", column: "kill", before: "ok", after: "fails" }]);
  expect(tableChanges(page("ok"), page("ok", "| queue | a | b |\n"))).toEqual([
    { table: "Matrix", row: "queue", column: "", before: null, after: "kill: a, delay: b" },
  ]);
  expect(tableChanges(page("ok"), null)).toMatchObject([{ row: "cache", after: null }]);
});

test("under 60,000 characters whatever the change, the worst kept, and the rest counted", () => {
  const many = (suffix: string): Estate =>
    estateOf(
      ...Array.from({ length: 3_000 }, (_, index) =>
        testResource("aws:ec2/vpc:Vpc", `network-${index}-${"x".repeat(index % 90)}`, {
          region: testRegions[index % 3] ?? null,
          inputs: { cidrBlock: `${suffix}${index}`, tags: "y".repeat(500) },
        }),
      ),
      cluster({ databaseName: suffix }),
    );
  const text = comment(many("a"), many("b"));
  expect(text.length).toBeLessThan(longestComment);
  expect(text.length).toBeGreaterThan(longestComment * 0.9);
  expect(text).toContain("**replaced, data is lost:**");
  expect(text).toMatch(/_\d+ more of 3,?001 kinds of change are left out/);
  expect(text).toContain("### Topology");
});

test("however many environments there are: bounded, each table ended with what it leaves out, and the worst told", () => {
  const name = (index: number): string => `${index}-${"|".repeat(36)}`;
  const of = (size: number): Side =>
    side([], {
      environments: new Map(
        Array.from({ length: 400 }, (_, index): [string, Recorded] => [
          name(index),
          index % 2 === 0 || index === 399 ? { problem: `${index} ${"<".repeat(200)}` } : { estate: estateOf(cluster({ port: size + index })) },
        ]),
      ),
    });
  const both = renderComment(reviewOf(of(1), of(2), []));
  expect(both.length).toBeLessThan(longestComment);
  expect(both).toContain("**cannot be recorded**");
  // Half of the 400, and one, cannot be recorded, on either side; 199 are judged.
  expect(both).toContain("_Left out: 382 more remarks._");
  expect(both).toContain("_Left out: 380 more environments._");
  expect(both).toContain("_Left out: 169 more environments._");
  expect(both).toContain("Waivers and certificates as of");
  const gone = renderComment(reviewOf(of(1), side([estateOf()]), []));
  expect(gone.length).toBeLessThan(longestComment);
  expect(gone).toContain("is **gone** from the program.");
});

test("a text whose frame alone is longer than it may be ends with an ellipsis, no character cut in two", () => {
  for (const first of ["", "x"]) {
    const cut = fit(
      Array.from({ length: 400 }, () => `${first}${"🚦".repeat(100)}`),
      [],
      ["end"],
      1_000,
    );
    expect(cut.length).toBe(999);
    expect(cut.endsWith("…")).toBe(true);
    expect(cut.isWellFormed()).toBe(true);
  }
  expect(fit(["title"], [], ["end"], 1_000)).toBe("title\n\nend\n");
});

test("whatever names and values hold: bounded, the same each time, and neither a mention nor an element", () => {
  const nasty = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom("@everyone", "`</details>`<img src=x>", "a|b\n\n# c", "chaos-us-east-1"),
  );
  const resource = fc.record({
    name: nasty,
    type: fc.oneof(fc.constantFrom("aws:rds/cluster:Cluster", "aws:ec2/vpc:Vpc"), nasty),
    inputs: fc.dictionary(nasty, nasty, { maxKeys: 4 }),
    region: fc.option(fc.constantFrom(...testRegions)),
  });
  const estates = fc
    .array(resource, { maxLength: 20 })
    .map((rows) => estateOf(...rows.map(({ name, type, inputs, region }, index) => testResource(type, `${index % 7}${name}`, { inputs, region }))));
  fc.assert(
    fc.property(estates, estates, nasty, (before, after, problem) => {
      const text = comment(before, after);
      expect(text).toBe(comment(before, structuredClone(after)));
      expect(text.length).toBeLessThan(longestComment);
      for (const told of [text, renderComment(reviewOf({ problem }, side([after]), []))]) {
        const outside = told.replaceAll(/`[^`\n]*`/g, "");
        expect(outside).not.toMatch(/@[a-z]/i);
        expect(outside.replaceAll("<br/>", "").replace(/^<!--.*-->\n/, "")).not.toMatch(/(?<!\\)<[a-z/!]/i);
      }
    }),
    { numRuns: 60 },
  );
});
