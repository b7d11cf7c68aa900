// Chromium for the report's tests. Without it they fail and say so: a report that no browser has opened is not tested.
import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const program = "/usr/bin/chromium";

export async function openBrowser(): Promise<Browser> {
  if (!existsSync(program)) throw new Error(`the report's tests need Chromium at ${program}: apt-get install chromium`);
  return chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
}
