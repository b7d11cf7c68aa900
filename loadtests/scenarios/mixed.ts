// Mixed journey: seven reads for three writes.
import { countStart } from "../answers.ts";
import { ask, readAgain } from "../consultations.ts";
import { random } from "../random.ts";

export { options } from "../environment.ts";
export { heartbeat } from "../heartbeat.ts";

const writes = 0.3;

export default function mixed(): void {
  countStart();
  if (random() < writes) ask();
  else readAgain();
}
