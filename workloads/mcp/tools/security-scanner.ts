// Security Scanner: looks for secrets and injected instructions in a text.
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { tool, type Tool } from "../tool.ts";

/** A pause between groups keeps a long text from holding up everybody else. */
const pauseMilliseconds = 1;

const groups: readonly (readonly { readonly finding: string; readonly pattern: RegExp }[])[] = [
  [
    { finding: "AWS access key", pattern: /\b(AKIA|ASIA)[0-9A-Z]{16}\b/ },
    { finding: "Google API key", pattern: /\bAIza[0-9A-Za-z_-]{35}\b/ },
  ],
  [
    { finding: "private key", pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
    { finding: "bearer token", pattern: /\bbearer\s+[\w.~+/-]{20,}/i },
  ],
  [
    { finding: "SQL injection", pattern: /('|")\s*(or|and)\s+\d+\s*=\s*\d+/i },
    { finding: "script element", pattern: /<script\b/i },
  ],
  [{ finding: "instruction to ignore instructions", pattern: /\bignore (all )?(previous|earlier) instructions\b/i }],
];

export const securityScanner: readonly Tool[] = [
  tool("security_scanner.scan_text", "Secrets and injected instructions in a text.", z.object({ text: z.string() }), async ({ text }) => {
    const findings: string[] = [];
    for (const group of groups) {
      for (const { finding, pattern } of group) if (pattern.test(text)) findings.push(finding);
      await sleep(pauseMilliseconds);
    }
    return JSON.stringify({ findings });
  }),
];
