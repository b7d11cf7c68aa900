// Queue: bursts of writes, each of which queues a follow-up, with one read between bursts.
import { countStart } from "../answers.ts";
import { ask, readAgain } from "../consultations.ts";

export { options } from "../environment.ts";
export { heartbeat } from "../heartbeat.ts";

const burst = 5;
let turn = 0;

export default function queue(): void {
  countStart();
  turn = (turn + 1) % (burst + 1);
  if (turn === 0) readAgain();
  else ask();
}
