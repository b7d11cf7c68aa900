// A system that is not ours: docs/own-system.md command by command on a real nginx, and a kill that its supervisor answers.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { PlanInput } from "../model/plan.ts";
import { createProxy, freePort, startToxiproxy } from "../gameday/adapters/testing/servers.ts";
import { cacheFolder } from "../tools/programs/cache.ts";
import { ensurePrograms } from "../tools/programs/ensure.ts";
import { Gameday } from "./gameday-process.ts";
import { findNginx, type Nginx } from "./nginx.ts";

const minutes = 60_000;
const root = fileURLToPath(new URL("..", import.meta.url));
let nginx: Nginx;
let folder = "";
beforeAll(async () => {
  nginx = await findNginx();
  await ensurePrograms(["k6", "toxiproxy"], () => undefined);
}, 20 * minutes);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The page's commands in their order, with ports, folder and nginx of this test in place of the page's. */
async function commandsOfThePage(shop: string): Promise<{ readonly script: string; readonly ports: readonly number[] }> {
  const page = await readFile(join(root, "docs/own-system.md"), "utf8");
  const blocks = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = ""]) => block);
  const ports = new Map([
    ["8080", await freePort()],
    ["8081", await freePort()],
    ["8474", await freePort()],
  ]);
  const script = blocks
    .join("\n")
    .replaceAll(/\b(?:8080|8081|8474)\b/g, (port) => String(ports.get(port)))
    .replaceAll("/tmp/shop", shop)
    .replaceAll("/usr/sbin/nginx", nginx.path)
    .replace(/^kill .*$/m, `ls -A ${shop} > ${shop}.files\n$&`);
  return { script, ports: [...ports.values()] };
}

test("every command of the page works as printed, and writes only where the page says", { timeout: 6 * minutes }, async () => {
  folder = await mkdtemp(join(tmpdir(), "proving-ground-own-"));
  const [shop, home, person] = [join(folder, "shop"), join(folder, "checkout"), join(folder, "person")];
  await mkdir(person);
  const { script, ports } = await commandsOfThePage(shop);
  expect(script.match(/npx gameday (?:check|run)/g)).toEqual(["npx gameday check", "npx gameday run", "npx gameday run"]);
  const shell = spawn("bash", ["-e", "-o", "pipefail", "-c", script], {
    cwd: root,
    env: {
      ...process.env,
      ...nginx.environment,
      HOME: person,
      GAMEDAY_HOME: home,
      GAMEDAY_INTERLOCK: join(folder, "interlock"),
      PROVING_GROUND_CACHE: cacheFolder(),
      NO_COLOR: "1",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [shell.stdout, shell.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const [code] = await once(shell, "close");
  expect(code, said).toBe(0);

  const [check = "", firstRun = "", secondRun = ""] = said.split(/(?=^ *\d:\d\d +run )/m);
  expect(check).toMatch(
    /slow-link \(network-latency\):\s+front\s[^]*frozen-process \(process-freeze\):\s+nginx\s[^]*stalled-link \(network-stall\):\s+front\s/,
  );
  expect(check).toMatch(/left out: killed-process: nothing restarts nginx/);
  for (const fault of ["slow-link", "frozen-process", "stalled-link"])
    expect(firstRun).toMatch(new RegExp(`${fault} shows: .*[^]*${fault} is healed`));
  expect(secondRun).toMatch(/reset-link shows: connections over front are reset[^]*reset-link is healed/);
  for (const run of [firstRun, secondRun]) expect(run).toMatch(/verdict: passed[^]*report: file:\/\/.*report\.html/);

  expect((await readFile(`${shop}.files`, "utf8")).trim().split("\n").toSorted()).toEqual(
    ["body", "error.log", "fastcgi", "nginx.conf", "nginx.pid", "proxy", "resets.yaml", "scgi", "shop.json", "toxiproxy.log", "uwsgi"].toSorted(),
  );
  expect(await readdir(home)).toEqual([".gameday"]);
  const runs = await readdir(join(home, ".gameday", "runs"));
  expect(runs).toHaveLength(2);
  for (const run of runs)
    expect(await readdir(join(home, ".gameday", "runs", run))).toEqual(
      expect.arrayContaining(["report.html", "report.json", "report.md", "junit.xml"]),
    );
  expect((await readdir(person)).filter((name) => ![".cache", ".npm"].includes(name))).toEqual([]);
  for (const port of ports) await vi.waitFor(() => expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow("fetch failed"), 10_000);
});

test("a killed server is restarted by its supervisor, seen from outside", { timeout: 3 * minutes }, async () => {
  await using gameday = await Gameday.create();
  await using toxiproxy = await startToxiproxy();
  const port = await freePort();
  const front = await createProxy(toxiproxy, "front", port);
  const configuration = `pid nginx.pid; daemon off; events {}
    http { access_log off; client_body_temp_path t; proxy_temp_path t; fastcgi_temp_path t; uwsgi_temp_path t; scgi_temp_path t;
      server { listen 127.0.0.1:${port}; location / { return 200 "open"; } } }`;
  await writeFile(join(gameday.home, "nginx.conf"), configuration);
  const loop = `while :; do "$0" -p ${gameday.home} -c nginx.conf -e error.log; sleep 0.3; done`;
  const supervisor = spawn("bash", ["-c", loop, nginx.path], { stdio: "ignore", detached: true, env: { ...process.env, ...nginx.environment } });
  try {
    const home = { kind: "http", url: `http://127.0.0.1:${front}/`, timeout: "1s" };
    const stack = join(gameday.home, "shop.json");
    const server = { id: "nginx", pidFile: join(gameday.home, "nginx.pid"), children: true, restarted: true, ready: home };
    const outputs = {
      schema: "proving-ground/outputs/1",
      stack: "shop",
      entry: home.url,
      probes: [{ id: "home", observe: home }],
      processes: [server],
    };
    await writeFile(stack, JSON.stringify(outputs));
    const run = await gameday.run("run", await gameday.plan(killed), "--stack", stack, "--events");
    expect(run.code, run.output.slice(-2_000)).toBe(0);
    const types = run.entries.flatMap(({ event }) => ("fault" in event ? [event.type] : []));
    expect(types).toEqual(expect.arrayContaining(["fault-undo-recorded", "fault-effect-seen", "fault-healed", "fault-recovered"]));
  } finally {
    if (supervisor.pid !== undefined) process.kill(-supervisor.pid, "SIGKILL");
  }
});

const killed = {
  name: "killed",
  phases: [
    {
      name: "chaos",
      duration: "16s",
      rate: 20,
      scenario: "get",
      faults: [{ id: "kill", at: "3s", duration: "3s", hypothesis: "it is back within seconds", fault: { kind: "process-kill" } }],
    },
  ],
  guards: { blastRadius: 1, abortErrorShare: 1 },
} satisfies PlanInput;
