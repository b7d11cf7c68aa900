// What the operating system refused, in words.

const words: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission is denied",
  EPERM: "it is not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left on the disk",
  EDQUOT: "the disk quota is used up",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is a file, not a folder",
  EMFILE: "too many files are open",
};

export interface SystemError {
  readonly code: string;
  readonly path: string | undefined;
  readonly words: string;
}

/** Null for errors that did not come from a call to the system, or came from one that has no words here. */
export function systemError(error: unknown): SystemError | null {
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return null;
  const known = words[error.code];
  const path = "path" in error && typeof error.path === "string" ? error.path : undefined;
  return known === undefined ? null : { code: error.code, path, words: known };
}

/** One line for a person, whatever was thrown. */
export function describeError(error: unknown): string {
  const said = systemError(error)?.words ?? (error instanceof Error ? error.message : String(error));
  return said.replaceAll(/\s*\n\s*/g, " ").trim();
}
