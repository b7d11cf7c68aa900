// What the guards need to know of now.
import type { Moment } from "../controller/check.ts";
import type { InterlockPort } from "../ports/interlock.ts";

const unknown = (): "unknown" => "unknown";

export async function momentNow(interlock: InterlockPort): Promise<Moment> {
  const [held, stopped] = await Promise.all([interlock.held().catch(unknown), interlock.stopped().catch(unknown)]);
  return { now: new Date(), held, stopped };
}
