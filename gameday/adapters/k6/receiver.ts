// The HTTP endpoint that k6 exports its metrics to.
import { once } from "node:events";
import { createServer } from "node:http";
import { decodeMetrics, type OtlpMetric } from "./otlp.ts";

export interface Receiver {
  readonly port: number;
  close(): Promise<void>;
}

/** `onProblem`: a body that cannot be read; k6 does not repeat it. */
export async function openReceiver(onMetrics: (metrics: readonly OtlpMetric[]) => void, onProblem: (error: unknown) => void): Promise<Receiver> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      try {
        onMetrics(decodeMetrics(Buffer.concat(parts)));
        response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
      } catch (error) {
        onProblem(error);
        response.writeHead(400).end();
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the receiver has no port");
  return {
    port: address.port,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close").catch(() => undefined);
    },
  };
}
