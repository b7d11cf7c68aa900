// What an experiment of the library is: what it does, what it may do, what the system is expected to do, how that is seen, and what a person does about it.
import type { ProbeManifest } from "./manifest.ts";
import type { Parameters, ValuesOf } from "./parameter.ts";
import type { Permissions } from "./parts/permissions.ts";
import type { Runner } from "./release.ts";

/** The four scenarios of the system under test that experiments serve. */
export const seedScenarios = {
  "expert-consensus": "Expert Consensus stress",
  "mcp-cascade": "MCP Server Cascade",
  "database-saturation": "Database Saturation",
  "cross-component": "Cross-Component Integration",
} as const;
export type SeedScenario = keyof typeof seedScenarios;

export const experimentGroups = ["pod", "network", "http", "node", "cloud"] as const;

/** From where probes look: addresses inside the cluster. */
export interface Looks {
  /** The region's own edge, without a path. */
  readonly edge: string;
  /** A Prometheus server. */
  readonly prometheus: string;
  /** Where the application runs, and the one label that is its pods'. */
  readonly namespace: string;
  readonly label: string;
}

export interface Experiment<P extends Parameters = Parameters> {
  /** As Litmus calls it, and its program too. */
  readonly name: string;
  readonly group: (typeof experimentGroups)[number];
  readonly title: string;
  /** What it does to the target. */
  readonly description: string;
  readonly runner: Runner;
  readonly parameters: P;
  /** What the library gives for them; the rest keeps its default. */
  readonly values: ValuesOf<P>;
  /** Parameters that must be given beside those: names of what is the environment's own. Without them the experiment hits nothing, and fails. */
  readonly needs?: readonly (keyof P & string)[];
  readonly permissions: Permissions;
  /** A secret that is mounted into the experiment's pod: credentials of a cloud, a key to a machine. */
  readonly secret?: { readonly name: string; readonly mountPath: string };
  /** What the system is expected to do. */
  readonly hypothesis: string;
  /** How that is seen. */
  readonly probes: (looks: Looks) => ProbeManifest[];
  readonly blastRadius: { readonly hits: string; readonly spares: string };
  /** The service of the system under test whose pods are meant, where they are pods. */
  readonly service?: string;
  /** The alert that must fire, by its name among the monitoring's rules; or why none does. */
  readonly alert: { readonly name: string } | { readonly none: string };
  /** How it is taken out again. */
  readonly undo: string;
  /** For whoever is called when it goes wrong, step by step. */
  readonly playbook: readonly string[];
  readonly scenario: SeedScenario;
}

/** Keeps the types of an experiment's parameters. */
export const defineExperiment = <const P extends Parameters>(experiment: Experiment<P>): Experiment<P> => experiment;
