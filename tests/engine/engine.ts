// The real Pulumi engine in a folder of its own: file backend, passphrase, no network, and a twin in the place of each provider.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { access, chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { ensurePrograms } from "../../tools/programs/ensure.ts";
import { Store } from "./twin/store.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const providers = ["aws", "gcp", "kubernetes", "random"] as const;
/** What the program is made of: the generated Pulumi.yaml stands beside these. */
const parts = ["stacks", "components", "estate", "model", "chaos", "node_modules", "package.json"];

export interface Finished {
  readonly code: number | null;
  readonly output: string;
}

const settingsFileSchema = z.looseObject({ config: z.record(z.string(), z.unknown()) });
const stateSchema = z.object({
  deployment: z.object({ resources: z.array(z.looseObject({ urn: z.string(), type: z.string(), protect: z.boolean().optional() })).default([]) }),
});

export class Engine implements AsyncDisposable {
  readonly folder: string;
  /** Where the twin keeps what it has; orders are given there. */
  readonly twin: string;
  readonly #program: string;
  /** What a Pulumi command needs in its environment to find this engine's state and twins. */
  readonly environment: Readonly<Record<string, string>>;

  private constructor(folder: string, program: string, environment: Readonly<Record<string, string>>) {
    this.folder = folder;
    this.twin = join(folder, "twin");
    this.#program = program;
    this.environment = environment;
  }

  /** `program`: the rooms' own, or the path of another one, for tests of the engine's surroundings. */
  static async create(stack: string): Promise<Engine> {
    const { pulumi } = await ensurePrograms(["pulumi"], () => undefined);
    const folder = await mkdtemp(join(tmpdir(), "proving-ground-engine-"));
    const twin = join(folder, "twin");
    for (const name of ["state", "home", "bin", "twin", "settings"]) await mkdir(join(folder, name));
    for (const part of parts) await symlink(join(root, part), join(folder, part));
    for (const name of providers)
      await executable(join(folder, "bin", `pulumi-resource-${name}`), [join(root, "tests/engine/twin/main.ts"), name, twin]);
    if (!(await officialHost())) await executable(join(folder, "bin", "pulumi-language-nodejs"), [join(root, "tests/engine/language-host/main.ts")]);
    const project: unknown = parse(await readFile(join(root, "Pulumi.yaml"), "utf8"));
    await writeFile(
      join(folder, "Pulumi.yaml"),
      stringify({
        ...z.record(z.string(), z.unknown()).parse(project),
        stackConfigDir: "settings",
        plugins: { providers: providers.map((name) => ({ name, path: join(folder, "bin") })) },
      }),
    );
    await writeFile(join(twin, "calls.jsonl"), "");
    const environment = {
      PATH: [join(folder, "bin"), dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
      PULUMI_HOME: join(folder, "home"),
      // Without the file beside the state that Pulumi's file backend does not write in one piece: a kill in that moment makes the state unreadable.
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}?metadata=skip`,
      PULUMI_CONFIG_PASSPHRASE: "of a test",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // A checkpoint after every step makes an update quadratic on the file backend; only the test that kills the engine needs them.
      PULUMI_SKIP_CHECKPOINTS: "true",
      PULUMI_EXPERIMENTAL: "true",
      NODE_COMPILE_CACHE: join(tmpdir(), "proving-ground-compile"),
      // The SDK takes a stack for each resource, and reads source maps for each: half of a program's time.
      NODE_OPTIONS: "--stack-trace-limit=0 --max-semi-space-size=32",
    };
    const engine = new Engine(folder, pulumi.path, environment);
    const settings = settingsFileSchema.parse(parse(await readFile(join(root, "stacks/settings", `Pulumi.${stack}.yaml`), "utf8")));
    await engine.demand("stack", "init", stack);
    await engine.set(stack, settings.config["proving-ground:settings"]);
    for (const name of ["apiKey", "grafanaPassword"]) await engine.demand("config", "set", "--secret", name, secretOf(name), "--stack", stack);
    return engine;
  }

  /** Replaces the settings of the stack. */
  async set(stack: string, settings: unknown): Promise<void> {
    const path = join(this.folder, "settings", `Pulumi.${stack}.yaml`);
    const before = z
      .looseObject({ config: z.record(z.string(), z.unknown()).default({}) })
      .parse(parse(await readFile(path, "utf8").catch(() => "{}")) ?? {});
    await writeFile(path, stringify({ ...before, config: { ...before.config, "proving-ground:settings": settings } }));
  }

  /** What the settings of the stack are now. */
  async settings(stack: string): Promise<Record<string, unknown>> {
    const { config } = settingsFileSchema.parse(parse(await readFile(join(this.folder, "settings", `Pulumi.${stack}.yaml`), "utf8")));
    return z.record(z.string(), z.unknown()).parse(config["proving-ground:settings"]);
  }

  /** Runs a command of Pulumi's to its end. `further`: additions to its environment. */
  async run(words: readonly string[], further: NodeJS.ProcessEnv = {}): Promise<Finished> {
    return new Promise((resolve) => {
      execFile(
        this.#program,
        [...words, "--non-interactive"],
        { cwd: this.folder, env: { ...process.env, ...this.environment, ...further }, maxBuffer: 2 ** 28 },
        (error, stdout, stderr) =>
          resolve({ code: error === null ? 0 : typeof error.code === "number" ? error.code : null, output: `${stdout}${stderr}` }),
      );
    });
  }

  /** The same, for what must go well. */
  async demand(...words: readonly string[]): Promise<string> {
    const { code, output } = await this.run(words);
    if (code !== 0) throw new Error(`pulumi ${words.join(" ")} ended with ${code}:\n${output.slice(-6_000)}`);
    return output;
  }

  /** Starts a command and leaves it running, in a process group of its own. */
  start(words: readonly string[], further: NodeJS.ProcessEnv = {}): ChildProcess {
    return spawn(this.#program, [...words, "--non-interactive"], {
      cwd: this.folder,
      env: { ...process.env, ...this.environment, ...further },
      stdio: "ignore",
      detached: true,
    });
  }

  /** What the engine believes there is. */
  async state(stack: string): Promise<z.output<typeof stateSchema>["deployment"]["resources"]> {
    return stateSchema.parse(JSON.parse(await this.demand("stack", "export", "--stack", stack))).deployment.resources;
  }

  stateFile(stack: string): Promise<string> {
    return readFile(join(this.folder, "state", ".pulumi", "stacks", "proving-ground", `${stack}.json`), "utf8");
  }

  /** What the twin has. */
  get cloud(): Store {
    return new Store(this.twin);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

export const secretOf = (name: string): string => `clear-text-of-${name}`;

async function executable(path: string, words: readonly string[]): Promise<void> {
  await writeFile(path, `#!/bin/sh\nexec '${process.execPath}' ${words.map((word) => `'${word}'`).join(" ")} "$@"\n`);
  await chmod(path, 0o755);
}

async function officialHost(): Promise<boolean> {
  const places = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "pulumi-language-nodejs"));
  const found = await Promise.all(
    places.map((place) =>
      access(place).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
