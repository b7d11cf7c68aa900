// Compares a key that a client sent with the one there is, in a time that tells nothing about it.
import { createHash, timingSafeEqual } from "node:crypto";

/** An empty secret matches nothing. */
export function sameSecret(secret: string, sent: string | string[] | undefined): boolean {
  if (secret === "" || typeof sent !== "string") return false;
  return timingSafeEqual(digest(secret), digest(sent));
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
