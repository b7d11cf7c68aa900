// The two journeys of the workload: ask (a write, with the API key), and read again what was asked.
import http from "k6/http";
import { headers } from "../model/protocol/api.ts";
import { bodyOf, judge } from "./answers.ts";
import { environment } from "./environment.ts";
import { random, uuid } from "./random.ts";

const timeout = "5s";
const remembered = 20;
/** Share of the reads that want the stored row itself, so that the databases' read times have samples although the cache serves the rest. */
const pastTheCache = 0.2;
/** Where clients are, as shares of all. */
const clients = [
  ["us-east-1", 0.5],
  ["eu-west-1", 0.8],
  ["ap-southeast-1", 1],
] as const;

/** Per VU: each VU runs its own copy of this module. */
const ids: string[] = [];

export function ask(): void {
  const body = JSON.stringify({ question: `Which region serves request ${Math.floor(random() * 1e9)}?`, idempotencyKey: uuid() });
  const response = http.post(`${environment.entry}/v1/consultations`, body, {
    timeout,
    headers: { "content-type": "application/json", [headers.apiKey]: environment.apiKey, [headers.clientRegion]: clientRegion() },
  });
  const { id, answer } = bodyOf(response);
  const right = judge(response, ({ status }) => status === 201 && typeof id === "string" && typeof answer === "string" && answer !== "");
  if (!right || typeof id !== "string") return;
  console.log(`accepted ${id} ${Date.now()}`);
  ids.push(id);
  if (ids.length > remembered) ids.shift();
}

/** Reads one that this VU asked earlier; asks when there is none yet. */
export function readAgain(): void {
  const id = ids[Math.floor(random() * ids.length)];
  if (id === undefined) return ask();
  const past: Record<string, string> = random() < pastTheCache ? { "cache-control": "no-cache" } : {};
  const response = http.get(`${environment.entry}/v1/consultations/${id}`, { timeout, headers: { [headers.clientRegion]: clientRegion(), ...past } });
  judge(response, ({ status }) => status === 200 && bodyOf(response)["id"] === id);
}

function clientRegion(): string {
  const draw = random();
  return clients.find(([, upTo]) => draw < upTo)?.[0] ?? "us-east-1";
}
