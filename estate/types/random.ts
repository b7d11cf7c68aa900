// What is drawn at random and kept.
import type { TypeTable } from "./facts.ts";

const source =
  "@pulumi/random 4.21.2, randomPassword.d.ts and randomId.d.ts; terraform-provider-random, docs/resources: every argument makes a new draw";

export const randomTypes = {
  "random:index/randomPassword:RandomPassword": {
    replaces: [
      "keepers",
      "length",
      "lower",
      "minLower",
      "minNumeric",
      "minSpecial",
      "minUpper",
      "number",
      "numeric",
      "overrideSpecial",
      "special",
      "upper",
    ],
    computed: ["result", "bcryptHash"],
    secret: ["result", "bcryptHash"],
    source,
  },
  "random:index/randomId:RandomId": {
    replaces: ["byteLength", "keepers", "prefix"],
    computed: ["b64Std", "b64Url", "dec", "hex"],
    source,
  },
} as const satisfies TypeTable;
