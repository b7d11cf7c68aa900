// Kubernetes: built-in kinds, custom resources and charts.
import type { TypeTable } from "./facts.ts";

export const kubernetesTypes = {} as const satisfies TypeTable;
