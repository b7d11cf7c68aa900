// Announces follow-ups through the Communication Hub of the region's MCP server.
import { Peer, PeerUnreachable } from "../platform/http/peer.ts";
import type { Announcement } from "./processing.ts";

export type Announce = (ids: readonly string[]) => Promise<Announcement>;

/** Without an MCP server there is nothing to announce to, and follow-ups are only settled. */
export function createAnnouncer(url: string | undefined): Announce {
  if (url === undefined) return async () => "done";
  const peer = new Peer("the Communication Hub", url, { timeoutMilliseconds: 1_000, maximumInFlight: 4 });
  return async (ids) => {
    try {
      const { status, body } = await peer.postJson("/mcp", {
        jsonrpc: "2.0",
        id: 1,
        method: "tools/call",
        params: { name: "communication_hub.announce", arguments: { consultations: ids } },
      });
      return status === 200 && succeeded(JSON.parse(body.toString())) ? "done" : "failed";
    } catch (cause) {
      if (cause instanceof PeerUnreachable) return "unreachable";
      throw cause;
    }
  };
}

function succeeded(message: unknown): boolean {
  if (typeof message !== "object" || message === null || !("result" in message)) return false;
  const { result } = message;
  return typeof result === "object" && result !== null && !("isError" in result && result.isError === true);
}
