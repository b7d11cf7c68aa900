// Expert consensus: every request asks the circle.
import { countStart } from "../answers.ts";
import { ask } from "../consultations.ts";

export { options } from "../environment.ts";
export { heartbeat } from "../heartbeat.ts";

export default function consensus(): void {
  countStart();
  ask();
}
