// A test's stack goes with its test, however that ends.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { processesOf } from "./processes.ts";

const program = `
  import { Gameday } from ${JSON.stringify(fileURLToPath(new URL("gameday-process.ts", import.meta.url)))};
  const gameday = await Gameday.create();
  await gameday.up();
  console.log(gameday.home + " " + gameday.stackFolder);
  setInterval(() => undefined, 1_000);
`;

test.for(["SIGKILL", "SIGINT"] as const)(
  "a test that is ended by %s leaves no process and no folder of its stack",
  { timeout: 240_000 },
  async (signal) => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await once(createInterface({ input: child.stdout }), "line");
    const [home = "", stack = ""] = String(line).split(" ");
    expect((await processesOf(stack)).length).toBeGreaterThan(20);
    child.kill(signal);
    await vi.waitFor(
      async () => {
        expect([existsSync(home), existsSync(stack)]).toEqual([false, false]);
        expect(await processesOf(stack)).toEqual([]);
      },
      { timeout: 120_000, interval: 500 },
    );
  },
);
