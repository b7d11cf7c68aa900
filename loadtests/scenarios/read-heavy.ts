// Read-heavy: nineteen reads for each write.
import { countStart } from "../answers.ts";
import { ask, readAgain } from "../consultations.ts";
import { random } from "../random.ts";

export { options } from "../environment.ts";
export { heartbeat } from "../heartbeat.ts";

const writes = 0.05;

export default function readHeavy(): void {
  countStart();
  if (random() < writes) ask();
  else readAgain();
}
