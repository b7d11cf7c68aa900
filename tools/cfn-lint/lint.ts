// Runs cfn-lint over templates of one region and reads what it finds.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { z } from "zod";
import { installCfnLint } from "./install.ts";

export interface Finding {
  /** The template's name, as given. */
  readonly template: string;
  /** cfn-lint's rule, such as E3030. */
  readonly rule: string;
  readonly message: string;
  /** Where in the template: ["Resources", "chaosPostgres…", "Properties", "EngineVersion"]. */
  readonly path: readonly string[];
}

const findings = z.array(
  z.object({
    Filename: z.string(),
    Level: z.string(),
    Message: z.string(),
    Rule: z.object({ Id: z.string() }),
    Location: z.object({ Path: z.array(z.union([z.string(), z.number()])).nullable() }),
  }),
);

/** cfn-lint's module has no `__main__`; a program of its own in the environment would hold the path that it was made at. */
const start = "import sys; from cfnlint.runner import main; sys.argv[0] = 'cfn-lint'; sys.exit(main())";
/** Its exit code has a bit for errors; without it nothing was wrong. */
const errorsFound = 2;

/** What is wrong with some templates, by name, in one region: errors alone, its advice is for what people write. Throws where it cannot judge. */
export async function lint(templates: ReadonlyMap<string, object>, region: string): Promise<readonly Finding[]> {
  const python = await installCfnLint((text) => void process.stderr.write(`${text}\n`));
  const folder = await mkdtemp(join(tmpdir(), "proving-ground-cfn-lint-"));
  try {
    const files = [...templates.keys()].map((name) => join(folder, `${name}.json`));
    for (const [name, template] of templates) await writeFile(join(folder, `${name}.json`), JSON.stringify(template));
    const { code, output, error } = await call(python, ["--format", "json", "--regions", region, "--ignore-checks", "W", "I", "--", ...files]);
    if (code !== 0 && code !== errorsFound) throw new Error(`cfn-lint ended with ${code}: ${error || output}`);
    return findings
      .parse(JSON.parse(output))
      .filter(({ Level }) => Level === "Error")
      .map(({ Filename, Message, Rule, Location }) => ({
        template: basename(Filename, ".json"),
        rule: Rule.Id,
        message: Message,
        path: (Location.Path ?? []).map(String),
      }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const call = (
  python: string,
  words: readonly string[],
): Promise<{ readonly code: number | string; readonly output: string; readonly error: string }> =>
  new Promise((resolve) => {
    execFile(python, ["-c", start, ...words], { maxBuffer: 2 ** 26 }, (failure, output, error) =>
      resolve({ code: failure === null ? 0 : (failure.code ?? "a signal"), output, error }),
    );
  });
