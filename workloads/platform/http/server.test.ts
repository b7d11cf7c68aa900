// The router: fixed paths, one parameter at the end, queries set aside.
import { expect, test } from "vitest";
import { Router } from "./server.ts";

const reply = async () => ({ status: 200 });
const router = new Router([
  { method: "POST", path: "/v1/consultations", handle: reply },
  { method: "GET", path: "/v1/consultations/:id", handle: reply },
]);

test.each([
  ["GET", "/v1/consultations/abc", "abc"],
  ["GET", "/v1/consultations/abc?fresh=1", "abc"],
  ["POST", "/v1/consultations", ""],
])("%s %s is found", (method, path, parameter) => {
  expect(router.find(method, path)?.parameter).toBe(parameter);
});

test.each([
  ["GET", "/v1/consultations/abc/more"],
  ["DELETE", "/v1/consultations/abc"],
  ["GET", "/v1/consultations"],
])("%s %s is not", (method, path) => {
  expect(router.find(method, path)).toBeUndefined();
});
