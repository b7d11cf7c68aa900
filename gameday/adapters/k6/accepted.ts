// The writes that load programs say were accepted, from k6's console file.
import { readFile } from "node:fs/promises";
import { acceptedLine } from "../../../model/protocol/load.ts";
import type { AcceptedWrite } from "../../ports/load.ts";

/** k6 writes console lines as `… msg="accepted <id> <ms>"` or bare, by its log format. Empty as long as there is no file. */
export async function readAccepted(path: string): Promise<AcceptedWrite[]> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    const said = /msg="([^"]*)"/.exec(line)?.[1] ?? line.trim();
    const match = acceptedLine.exec(said);
    return match === null ? [] : [{ id: match[1] ?? "", at: Number(match[2]) }];
  });
}
