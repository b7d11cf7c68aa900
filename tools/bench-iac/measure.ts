// A program of Node's, run to its end: how long it took, what it took of the processor, how large it grew.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { recordingFlags } from "../recording-flags.ts";

export interface ProcessFigures {
  readonly stdout: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

const reporter = fileURLToPath(new URL("reporter.ts", import.meta.url));
const mark = "resources used: ";

/** Rejects where the program fails. */
export function measureProcess(program: string, words: readonly string[]): Promise<ProcessFigures> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, [...recordingFlags, "--import", reporter, program, ...words], { stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => {
      const said = new RegExp(`${mark}(\\d+) microseconds, (\\d+) kilobytes`).exec(stderr);
      if (code !== 0 || said === null) return reject(new Error(`${program} ended with ${code}:\n${stderr}`));
      resolve({
        stdout,
        seconds: (performance.now() - started) / 1_000,
        cpuSeconds: Number(said[1]) / 1_000_000,
        megabytes: Number(said[2]) / 1_024,
      });
    });
  });
}
