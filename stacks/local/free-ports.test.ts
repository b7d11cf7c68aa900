// Two stacks on one machine do not get each other's ports; what a process claimed is free again when it is gone.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { claimPorts } from "./free-ports.ts";

async function canListen(port: number): Promise<boolean> {
  const server = createServer();
  const listens = await once(server.listen(port, "127.0.0.1"), "listening").then(
    () => true,
    () => false,
  );
  server.close();
  return listens;
}

test("claims never overlap, and every port can be listened on", async () => {
  const claims = await Promise.all(Array.from({ length: 8 }, () => claimPorts(84)));
  expect(new Set(claims.flat()).size).toBe(8 * 84);
  for (const port of claims.flat()) expect(await canListen(port), String(port)).toBe(true);
});

test("a claim holds for as long as its process lives, however that ends", async () => {
  const module = JSON.stringify(new URL("./free-ports.ts", import.meta.url).href);
  const program = `import { claimPorts } from ${module};
    const [first] = await claimPorts(1); process.stdout.write(String(first)); setInterval(() => {}, 1_000);`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  const said: Buffer[] = await once(child.stdout, "data");
  const claim = Number(Buffer.concat(said).toString()) - 1;
  expect(await canListen(claim)).toBe(false);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(await canListen(claim)).toBe(true);
});
