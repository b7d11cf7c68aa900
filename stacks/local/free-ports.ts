// Ports of 127.0.0.1 that nobody listens on.
import { once } from "node:events";
import { createServer } from "node:net";

/** All at once, so that none comes twice. Another program can still take one before it is used: the start then fails and says which. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => {
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("a listening socket has no port");
    return address.port;
  });
  await Promise.all(
    servers.map(async (server) => {
      server.close();
      await once(server, "close");
    }),
  );
  return ports;
}
