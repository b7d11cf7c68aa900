// Files as a tar archive (POSIX ustar), always the same for the same files: no times, no owners but root.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

interface Place {
  /** Without a slash at its beginning. */
  readonly path: string;
  readonly mode: number;
}
export type TarEntry = Place &
  (
    | { readonly kind: "folder" }
    | { readonly kind: "link"; readonly target: string }
    | { readonly kind: "text"; readonly text: string }
    /** A file of this machine. */
    | { readonly kind: "file"; readonly from: string }
  );

const block = 512;
const types = { folder: "5", link: "2", text: "0", file: "0" } as const;

export async function* tar(entries: readonly TarEntry[]): AsyncGenerator<Buffer> {
  for (const entry of entries) {
    if (entry.kind === "folder" || entry.kind === "link") {
      yield header(entry, 0);
    } else if (entry.kind === "text") {
      const content = Buffer.from(entry.text);
      yield header(entry, content.length);
      yield padded(content);
    } else {
      const { size } = await stat(entry.from);
      yield header(entry, size);
      let read = 0;
      for await (const part of createReadStream(entry.from, { highWaterMark: 2 ** 20 })) {
        const bytes = Buffer.from(part);
        read += bytes.length;
        yield bytes;
      }
      if (read !== size) throw new Error(`${entry.from} changed while it was read`);
      yield Buffer.alloc(gap(size));
    }
  }
  yield Buffer.alloc(2 * block);
}

/** Bytes of the whole archive, as long as no file changes. */
const gap = (size: number): number => (block - (size % block)) % block;
const padded = (content: Buffer): Buffer => Buffer.concat([content, Buffer.alloc(gap(content.length))]);

function header(entry: TarEntry, size: number): Buffer {
  const bytes = Buffer.alloc(block);
  const { name, prefix } = split(entry.kind === "folder" ? `${entry.path}/` : entry.path);
  const put = (text: string, at: number, length: number): void => {
    if (Buffer.byteLength(text) > length) throw new Error(`${text} is too long for a tar archive`);
    bytes.write(text, at);
  };
  const octal = (value: number, at: number, length: number): void => put(`${value.toString(8).padStart(length - 1, "0")}\0`, at, length);
  put(name, 0, 100);
  octal(entry.mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  put("        ", 148, 8);
  put(types[entry.kind], 156, 1);
  if (entry.kind === "link") put(entry.target, 157, 100);
  put("ustar\u000000", 257, 8);
  put(prefix, 345, 155);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, "0")}\0 `, 148, 8);
  return bytes;
}

/** A path of more than 100 bytes is cut at a slash. */
function split(path: string): { readonly name: string; readonly prefix: string } {
  if (Buffer.byteLength(path) <= 100) return { name: path, prefix: "" };
  const cut = path.indexOf("/", path.length - 101);
  return { name: path.slice(cut + 1), prefix: path.slice(0, cut) };
}
