// Where this user's locks and switches lie on this machine: one place, whatever folder gameday is called from.
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { makeFolder } from "../../../tools/programs/make-folder.ts";

/** GAMEDAY_INTERLOCK names another place, for tests that must not see one another. */
export async function interlockFolder(): Promise<string> {
  const folder = process.env["GAMEDAY_INTERLOCK"] ?? join(tmpdir(), `proving-ground-${userInfo().uid}`, "interlock");
  await makeFolder(folder, 0o700);
  return folder;
}
