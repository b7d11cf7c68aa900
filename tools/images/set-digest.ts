// `node tools/images/set-digest.ts <repository> <digest> [<environment> …]`: writes an image into the settings of environments; of all when none is named.
import { readFile, writeFile } from "node:fs/promises";
import { parseDocument } from "yaml";
import { environmentNames } from "../../model/tiers.ts";

const place = ["config", "proving-ground:settings", "image"] as const;

/** The settings with another image; every other line stays as it is. Throws for what is no digest, and where there is no image to replace. */
export function withImage(settings: string, repository: string, digest: string): string {
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new Error(`${digest} is no digest: it is sha256: and 64 hexadecimal digits`);
  if (/[@\s]|:[^/]*$/.test(repository)) throw new Error(`${repository} is no repository: it has neither a tag nor a digest`);
  const document = parseDocument(settings);
  const before: unknown = document.getIn([...place, "digest"]);
  const from: unknown = document.getIn([...place, "repository"]);
  if (typeof before !== "string" || typeof from !== "string") throw new Error(`there is no ${place.join(".")} with repository and digest`);
  document.setIn([...place, "repository"], repository);
  document.setIn([...place, "digest"], digest);
  return document.toString({ lineWidth: 0 });
}

if (import.meta.main) {
  const [, , repository = "", digest = "", ...named] = process.argv;
  for (const name of environmentNames.filter((known) => named.length === 0 || named.includes(known))) {
    const path = new URL(`../../stacks/settings/Pulumi.${name}.yaml`, import.meta.url);
    await writeFile(path, withImage(await readFile(path, "utf8"), repository, digest));
    process.stdout.write(`${name}: ${repository}@${digest}\n`);
  }
}
