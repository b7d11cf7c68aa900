// Which test files there are, by room: the top-level folder that they lie in.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const notRooms = new Set(["node_modules", "docs"]);

export const rooms = (): string[] =>
  readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !notRooms.has(entry.name))
    .map(({ name }) => name);

const all = (room: string): string[] =>
  readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".test.ts"))
    .map((path) => join(room, path))
    .toSorted();

export const testFiles = (room: string): string[] => all(room).filter((path) => !path.endsWith(".stack.test.ts") && !path.endsWith(".heavy.test.ts"));
/** They keep a core busy for long, and wait for nothing: not beside those that a busy machine disturbs. */
export const heavyFiles = (room: string): string[] => all(room).filter((path) => path.endsWith(".heavy.test.ts"));
export const stackFiles = (room: string): string[] => onStack(room).filter((path) => !alone.has(path) && !soaked.has(path));
export const aloneFiles = (room: string): string[] => onStack(room).filter((path) => alone.has(path));

const onStack = (room: string): string[] => all(room).filter((path) => path.endsWith(".stack.test.ts"));
/** They judge what the machine can do: a second stack beside theirs would take it from them. The others wait for most of their time. */
const alone: ReadonlySet<string> = new Set([
  "gameday/adapters/k6/k6-load.stack.test.ts",
  "tests/faults.stack.test.ts",
  "tests/verdicts.stack.test.ts",
]);

/** Seven minutes on a machine of their own: `npm run soak -- resilience`. */
export const soaked: ReadonlySet<string> = new Set(["tests/resilience.stack.test.ts"]);
