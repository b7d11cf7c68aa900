// The cloud kubernetes.
import type { Cloud } from "../contract.ts";

export const kubernetes: Cloud = {
  problems: () => [],
  build: () => {
    throw new Error("not yet");
  },
};
