// `node tools/ci/program.ts <name>`: gets a program of the table and prints the folder that it lies in, for GITHUB_PATH.
import { dirname } from "node:path";
import { ensurePrograms } from "../programs/ensure.ts";
import { programNames } from "../programs/table.ts";

const wanted = programNames.find((name) => name === process.argv[2]);
if (wanted === undefined) throw new Error(`name one of ${programNames.join(", ")}`);
const found = await ensurePrograms([wanted], (text) => process.stderr.write(`${text}\n`));
process.stdout.write(`${dirname(found[wanted].path)}\n`);
