// Plain GETs of the paths that the stack names: for any system that speaks HTTP.
import http from "k6/http";
import { countStart, judge } from "../answers.ts";
import { environment } from "../environment.ts";
import { random } from "../random.ts";

export { options } from "../environment.ts";
export { heartbeat } from "../heartbeat.ts";

export default function get(): void {
  countStart();
  const path = environment.paths[Math.floor(random() * environment.paths.length)] ?? "/";
  const response = http.get(`${environment.entry}${path}`, { timeout: "5s" });
  judge(response, ({ status, body }) => status >= 200 && status < 300 && typeof body === "string" && body !== "");
}
