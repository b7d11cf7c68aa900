// Fills a file until the disk is full, and keeps it full until it is ended: what others give back meanwhile is taken, too.
import { openSync, rmSync, writeSync } from "node:fs";
import { begin } from "./begin.ts";

const parameters = begin();
const file = String(parameters["file"]);
process.on("exit", () => rmSync(file, { force: true }));
process.on("SIGTERM", () => process.exit(0));

const descriptor = openSync(file, "w");
const largest = 2 ** 20;
const againMilliseconds = 100;
fillUp();
setInterval(fillUp, againMilliseconds);

function fillUp(): void {
  for (let size = largest; size >= 1; size = Math.floor(size / 2)) fill(size);
}

function fill(size: number): void {
  const block = Buffer.alloc(size, 1);
  try {
    for (;;) if (writeSync(descriptor, block) === 0) return;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EFBIG" || error.code === "EDQUOT"))) throw error;
  }
}
