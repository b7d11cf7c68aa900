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

export const testFiles = (room: string): string[] => all(room).filter((path) => !path.endsWith(".stack.test.ts"));
export const stackFiles = (room: string): string[] => all(room).filter((path) => path.endsWith(".stack.test.ts"));
