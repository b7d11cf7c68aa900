// The page of guarantees names for each what it rests on and which tests hold it: all of that is there.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const page = readFileSync(join(root, "docs/guarantees.md"), "utf8");
const rows = page.split("\n").flatMap((line) => {
  const [, guarantee = "", basis = "", held = "", rest] = line.split(" | ").length === 3 ? line.split(/^\| | \| | \|$/) : [];
  return rest === undefined || guarantee === "guarantee" ? [] : [{ guarantee, basis, held }];
});
/** Each file with the names of tests that follow it. */
const namedIn = (held: string) =>
  [...held.matchAll(/`([^`]+\.test\.ts)`: ((?:\*[^*]+\*(?:, )?)+)/g)].map(([, file = "", names = ""]) => ({
    file,
    names: [...names.matchAll(/\*([^*]+)\*/g)].map(([, name = ""]) => name),
  }));

test("the page has its rows", () => {
  expect(rows.length).toBeGreaterThan(20);
});

test.for(rows)("$guarantee", ({ basis, held }) => {
  const tests = namedIn(held);
  expect(tests.length, "tests with their names").toBeGreaterThan(0);
  expect(tests.map(({ file }) => file)).toEqual([...held.matchAll(/`([^`]+\.test\.ts)`/g)].map(([, file]) => file));
  for (const { file, names } of tests) {
    const text = existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : "";
    const titles = [...text.matchAll(/(?:test|describe)[^"\n]*\(\s*"((?:[^"\\]|\\.)*)"|^\s*\]\)\(\s*"([^"]+)"|\)\(\s*"([^"]+)"/gm)].flatMap(
      ([, plain, table, each]) => [plain ?? table ?? each ?? ""],
    );
    for (const name of names) expect(titles, file).toContain(name);
  }
  for (const [, path = ""] of basis.matchAll(/`([\w-]+(?:\/[\w.-]+)+)`/g)) expect(existsSync(join(root, path)), path).toBe(true);
  for (const [, path = ""] of basis.matchAll(/\]\(([^)]+)\)/g)) expect(existsSync(join(root, "docs", path)), path).toBe(true);
});
