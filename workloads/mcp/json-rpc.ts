// The Model Context Protocol over JSON-RPC 2.0: initialize, ping, tools/list, tools/call.
import { z } from "zod";
import type { Tool } from "./tool.ts";

const protocolVersion = "2025-06-18";

const requestSchema = z.object({
  jsonrpc: z.literal("2.0"),
  id: z.union([z.string(), z.number()]).optional(),
  method: z.string(),
  params: z.unknown().optional(),
});
const callSchema = z.object({ name: z.string(), arguments: z.unknown().optional() });

export interface RpcReply {
  /** Undefined: the message was a notification, which has no answer. */
  readonly message: object | undefined;
  readonly failed: boolean;
}

export const rpcErrors = { parse: -32_700, request: -32_600, method: -32_601, parameters: -32_602, internal: -32_603 } as const;

export function rpcError(id: string | number | null, code: number, message: string): RpcReply {
  return { message: { jsonrpc: "2.0", id, error: { code, message } }, failed: true };
}

/** `call` runs a tool, so that the caller can limit and measure it. */
export function createMcp(
  name: string,
  tools: readonly Tool[],
  call: (tool: Tool, parameters: unknown) => Promise<string>,
): (request: unknown) => Promise<RpcReply> {
  const byName = new Map(tools.map((entry) => [entry.name, entry]));
  const list = tools.map(({ name: toolName, description, parameters }) => ({ name: toolName, description, inputSchema: z.toJSONSchema(parameters) }));

  return async (request) => {
    if (request === undefined) return rpcError(null, rpcErrors.parse, "the body is not JSON");
    const parsed = requestSchema.safeParse(request);
    if (!parsed.success) return rpcError(null, rpcErrors.request, "this is no JSON-RPC 2.0 request");
    const { id, method, params } = parsed.data;
    if (id === undefined) return { message: undefined, failed: false };
    const result = (value: object): RpcReply => ({ message: { jsonrpc: "2.0", id, result: value }, failed: false });
    switch (method) {
      case "initialize":
        return result({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name, version: "1" } });
      case "ping":
        return result({});
      case "tools/list":
        return result({ tools: list });
      case "tools/call": {
        const named = callSchema.safeParse(params);
        const found = named.success ? byName.get(named.data.name) : undefined;
        if (!named.success || found === undefined) return rpcError(id, rpcErrors.parameters, "name one of the tools that tools/list gives");
        try {
          return result({ content: [{ type: "text", text: await call(found, named.data.arguments ?? {}) }] });
        } catch (cause) {
          // The protocol tells a tool's failure in its result, so that a model can read it.
          return {
            message: {
              jsonrpc: "2.0",
              id,
              result: { content: [{ type: "text", text: cause instanceof Error ? cause.message : String(cause) }], isError: true },
            },
            failed: true,
          };
        }
      }
      default:
        return rpcError(id, rpcErrors.method, `there is no method ${method}`);
    }
  };
}
