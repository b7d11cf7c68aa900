// The page of components, from what each class says above itself: what it costs, what it leaves out, what fails with it.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../test/files.ts";

export interface Described {
  readonly name: string;
  readonly file: string;
  /** The folder: what it is for. */
  readonly concern: string;
  readonly summary: string;
  readonly cost: string;
  readonly omits: string;
  readonly failureDomain: string;
}

/** Throws for a component that leaves one of the three unsaid. */
export function describeComponents(): Described[] {
  return readdirSync(join(root, "components"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .toSorted()
    .flatMap((file) => {
      const text = readFileSync(join(root, "components", file), "utf8");
      return [...text.matchAll(/(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?export class (\w+) extends Component\b/g)].map(([, comment = "", name = ""]) =>
        described(`components/${file}`, name, comment, firstLine(text)),
      );
    });
}

/** What a file says of itself stands for a class that says nothing more. */
const firstLine = (text: string): string => text.split("\n", 1)[0]?.replace(/^\/\/ /, "") ?? "";

function described(file: string, name: string, comment: string, ofFile: string): Described {
  const text = comment
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trim())
    .join(" ")
    .trim();
  const [summary = "", ...tagged] = text.split(/\s*@(?=cost|omits|failureDomain)/);
  const said = (tag: string): string => {
    const found = tagged
      .find((part) => part.startsWith(`${tag} `))
      ?.slice(tag.length + 1)
      .trim();
    if (found === undefined || found === "") throw new Error(`${file}: the comment above ${name} has no @${tag}`);
    return found;
  };
  const concern = dirname(file).split("/")[1] ?? "";
  return {
    name,
    file,
    concern,
    summary: summary.trim() === "" ? ofFile : summary.trim(),
    cost: said("cost"),
    omits: said("omits"),
    failureDomain: said("failureDomain"),
  };
}

export function componentsPage(): string {
  const sections = [...Map.groupBy(describeComponents(), ({ concern }) => concern)].map(([concern, members]) =>
    [
      `## ${concern}`,
      ...members.map(
        ({ name, file, summary, cost, omits, failureDomain }) =>
          `### ${name}\n\n${summary}\n\n- **Costs**: ${cost}\n- **Leaves out**: ${omits}\n- **Fails together**: ${failureDomain}\n\nSource: \`${file}\``,
      ),
    ].join("\n\n"),
  );
  return `<!-- Written by \`npm run docs\` from the comments above the classes. -->
# Components

Each builds one region's part of something, or what joins the regions. Prices are in the bill of \`gameday preview <stack>\`; how long an environment takes and
in which order it goes is in [operations.md](operations.md).

${sections.join("\n\n")}
`;
}
