// A system that is not ours, as small as can be: one page behind a Toxiproxy, and the outputs file that a person would write for it.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { createProxy, serveHttp, startToxiproxy } from "../gameday/adapters/testing/servers.ts";
import type { OutputsInput } from "../model/outputs.ts";

export interface SmallShop extends AsyncDisposable {
  readonly outputs: OutputsInput;
  /** Path of the outputs file. */
  readonly stack: string;
  /** Names of the toxics that are in now. */
  toxics(): Promise<string[]>;
}

const proxySchema = z.object({ toxics: z.array(z.object({ name: z.string() })) });

/** The file is written into `folder`. */
export async function startSmallShop(folder: string): Promise<SmallShop> {
  const server = await serveHttp((_, response) => response.end("open"));
  const toxiproxy = await startToxiproxy();
  const port = await createProxy(toxiproxy, "front", server.port);
  const observe = { kind: "http", url: `http://127.0.0.1:${port}/`, timeout: "1s" } as const;
  const outputs = {
    schema: "proving-ground/outputs/1",
    stack: "shop",
    entry: observe.url,
    probes: [{ id: "home", observe }],
    // Takes as long as a drill may; nothing else does so little for so long.
    restoreDrill: { command: ["sleep", "60"] },
    links: [{ id: "front", toxiproxy: toxiproxy.url, proxy: "front", observe }],
  } satisfies OutputsInput;
  const stack = join(folder, "shop.json");
  await writeFile(stack, JSON.stringify(outputs));
  return {
    outputs,
    stack,
    toxics: async () => proxySchema.parse(await (await fetch(`${toxiproxy.url}/proxies/front`)).json()).toxics.map(({ name }) => name),
    async [Symbol.asyncDispose]() {
      await toxiproxy[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}
