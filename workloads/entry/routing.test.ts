// Routing: the nearest region that is well comes first.
import { expect, test } from "vitest";
import { mayRepeat, route } from "./routing.ts";

const edges = [
  { region: "us", distance: { us: 0, eu: 70, asia: 212 } },
  { region: "eu", distance: { us: 70, eu: 0, asia: 182 } },
  { region: "asia", distance: { us: 212, eu: 182, asia: 0 } },
];
const order = (client: string | undefined, out: readonly string[] = []) =>
  route(client, edges, ({ region }) => !out.includes(region)).map(({ region }) => region);

test("the nearest first", () => {
  expect(order("asia")).toEqual(["asia", "eu", "us"]);
  expect(order("eu")).toEqual(["eu", "us", "asia"]);
});

test("a region that is out comes last", () => {
  expect(order("us", ["us"])).toEqual(["eu", "asia", "us"]);
});

test("when all are out, the nearest is tried all the same", () => {
  expect(order("asia", ["us", "eu", "asia"])).toEqual(["asia", "eu", "us"]);
});

test("a client of no known region gets the order of the configuration", () => {
  expect(order(undefined)).toEqual(["us", "eu", "asia"]);
  expect(order("mars", ["us"])).toEqual(["eu", "asia", "us"]);
});

test("only what bears repeating is repeated", () => {
  expect(mayRepeat("GET", "/v1/consultations/x")).toBe(true);
  expect(mayRepeat("POST", "/v1/consultations")).toBe(true);
  expect(mayRepeat("POST", "/v1/other")).toBe(false);
});
