// Asks the embedded stack's supervisor: its status, and to move the Postgres primary.
import { z } from "zod";
import { stackStatusSchema, type StackRecord, type StackStatus } from "../../../model/protocol/stack.ts";
import { UserError } from "../../../model/user-error.ts";
import { exitCodes } from "../../../model/verdict.ts";

const statusLimitMilliseconds = 5_000;
/** The supervisor gives the election 30 s. */
const failOverLimitMilliseconds = 40_000;

const failedOverSchema = z.object({ primary: z.string() });
const refusalSchema = z.object({ error: z.string() });

/** Throws UserError when the supervisor does not answer. */
export const stackStatus = async (record: StackRecord): Promise<StackStatus> =>
  stackStatusSchema.parse(await ask(record, "GET", "/status", statusLimitMilliseconds));

/** Resolves with the region that has the primary then. Throws UserError when the stack will not do it, with its reason. */
export const failOver = async (record: StackRecord, region: string): Promise<string> =>
  failedOverSchema.parse(await ask(record, "POST", "/failover", failOverLimitMilliseconds, { region })).primary;

async function ask(
  { control, folder }: StackRecord,
  method: "GET" | "POST",
  path: string,
  limitMilliseconds: number,
  body?: object,
): Promise<unknown> {
  let answer: { readonly ok: boolean; readonly body: unknown };
  try {
    const response = await fetch(new URL(path, control), {
      method,
      signal: AbortSignal.timeout(limitMilliseconds),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    answer = { ok: response.ok, body: await response.json() };
  } catch (error) {
    const message = `its supervisor does not answer on ${control}: ${error instanceof Error ? error.message : String(error)}`;
    throw new UserError(
      "the embedded stack cannot be asked",
      [{ path: folder, message, remedy: "gameday down local takes it down" }],
      exitCodes.refused,
    );
  }
  if (answer.ok) return answer.body;
  const refusal = refusalSchema.safeParse(answer.body);
  throw new UserError(
    "the embedded stack refused",
    [{ path, message: refusal.success ? refusal.data.error : JSON.stringify(answer.body) }],
    exitCodes.refused,
  );
}
