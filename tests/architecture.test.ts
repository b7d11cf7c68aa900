// The door rule: which room may import from which; and what keeps a room readable.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const rooms = ["model", "estate", "components", "chaos", "gameday", "loadtests", "policies", "stacks", "tests", "tools", "workloads"] as const;
/** Longest first: a file belongs to the first of these that its path begins with. Each may import from itself too. */
const doors: Readonly<Record<string, readonly string[]>> = {
  "gameday/cli": ["gameday", "chaos", "estate", "model", "policies", "tools"],
  "gameday/adapters": ["gameday/ports", "chaos/plans", "chaos/litmus", "estate", "model", "tools"],
  // Heals in a cluster what its controller left there.
  "gameday/reaper": ["gameday/adapters", "gameday/ports", "model"],
  "gameday/guardian": ["gameday/adapters", "gameday/ports", "gameday/controller/heal", "model"],
  "gameday/controller": ["gameday/ports", "gameday/gates", "gameday/guards", "chaos", "model"],
  "gameday/guards": ["gameday/ports", "model"],
  "gameday/gates": ["gameday/ports", "model"],
  "gameday/ports": ["model"],
  "gameday/dashboard": ["gameday/report", "model"],
  "gameday/report": ["gameday/adapters/run-folder", "model"],
  "gameday/review": ["estate", "gameday/report/html/escape", "model", "policies"],
  "gameday/compare": ["gameday/report", "model"],
  "gameday/terminal": ["model"],
  "gameday/helpers": ["model"],
  loadtests: ["model"],
  workloads: ["model"],
  chaos: ["model"],
  model: [],
  "stacks/local": ["model", "tools/programs", "workloads/platform/integrity-sql"],
  stacks: ["chaos", "components", "estate", "model"],
  components: ["estate", "model"],
  estate: ["model"],
  policies: ["estate", "model"],
  // It measures parts as well as the whole.
  "tools/bench": ["chaos", "gameday", "loadtests", "model", "tests", "tools", "workloads/platform/random"],
  "tools/bench-cluster": ["gameday", "model", "tests"],
  tools: ["chaos", "components", "estate", "gameday/report/report-schema", "model", "policies", "tests"],
  tests: ["chaos", "components", "estate", "gameday", "loadtests", "model", "policies", "stacks", "tools"],
};

/** What a room's tests, and what only they use, may import besides. */
const doorsOfTests: Readonly<Record<string, readonly string[]>> = { components: ["stacks/build", "stacks/environments", "tools/programs"] };

const files = rooms.flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(room, path)),
);
const text = (file: string): string => readFileSync(join(root, file), "utf8");
const importsOf = new Map(
  files.map((file) => [
    file,
    [...text(file).matchAll(/^(?:import|export)\s[^;]*?from\s+"(\.[^"]+)"|^import\s+"(\.[^"]+)"/gms)].map(([, named = "", bare = ""]) =>
      relative(root, join(root, dirname(file), named || bare)),
    ),
  ]),
);
const within = (file: string, place: string): boolean => file === `${place}.ts` || file.startsWith(`${place}/`);
const isTest = (file: string): boolean => file.endsWith(".test.ts");

test("there is something to look at", () => {
  expect(files.length).toBeGreaterThan(150);
  expect([...importsOf.values()].flat().length).toBeGreaterThan(400);
});

test("a room imports only through its doors", () => {
  const broken = [...importsOf].flatMap(([file, imports]) => {
    const place = Object.keys(doors).find((door) => within(file, door));
    if (place === undefined) return [`${file} is in no room`];
    const open = [...(doors[place] ?? []), ...(isTest(file) || file.includes("/testing/") ? (doorsOfTests[place] ?? []) : [])];
    return imports.filter((target) => !within(target, place) && !open.some((door) => within(target, door))).map((target) => `${file} → ${target}`);
  });
  expect(broken).toEqual([]);
});

test("no file imports itself round a circle", () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(" → "));
    if (done.has(file) || way.includes(file)) return;
    for (const target of importsOf.get(file) ?? []) visit(target, [...way, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});

test("a file says in its first line what it is for, and stays under 300 lines", () => {
  expect(files.filter((file) => !/^(#!|\/\/ [A-Z"'`(])/.test(text(file)))).toEqual([]);
  expect(files.filter((file) => text(file).split("\n").length > 300)).toEqual([]);
});

test("a folder holds at most fourteen files, its tests aside", () => {
  const counts = Map.groupBy(
    files.filter((file) => !isTest(file)),
    (file) => dirname(file),
  );
  expect([...counts].filter(([, members]) => members.length > 14).map(([folder]) => folder)).toEqual([]);
});

test("what is exported has a name; only k6 asks for a default", () => {
  expect(files.filter((file) => /^export default/m.test(text(file)) && !within(file, "loadtests/scenarios"))).toEqual([]);
});

test("model is pure: nothing of Node's, and no package but zod", () => {
  const foreign = files
    .filter((file) => within(file, "model") && !isTest(file))
    .flatMap((file) => [...text(file).matchAll(/from "([^."][^"]*)"/g)].map(([, name = ""]) => name).filter((name) => name !== "zod"));
  expect(foreign).toEqual([]);
});
