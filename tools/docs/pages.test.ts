// The written pages are those that the tables give now.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../test/files.ts";
import { pages } from "./pages.ts";

test.for([...pages()])("%s is what npm run docs writes", ([path, text]) => {
  expect(readFileSync(join(root, path), "utf8")).toBe(text);
});
