// What a tool of an MCP server is.
import type { z } from "zod";

export interface Tool {
  /** `server.tool`, as tools/call names it. */
  readonly name: string;
  readonly description: string;
  readonly parameters: z.ZodType;
  /** `parameters` are parsed. Resolves with text for a reader; rejects when the tool fails. */
  run(parameters: unknown): Promise<string>;
}

/** Ties a tool's parameters to their schema. */
export function tool<S extends z.ZodType>(name: string, description: string, parameters: S, run: (parameters: z.output<S>) => Promise<string>): Tool {
  return { name, description, parameters, run: (given) => run(parameters.parse(given)) };
}
