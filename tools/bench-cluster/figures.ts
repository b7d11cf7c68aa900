// What was measured, as a table; and whether calls grow with the pods.

export const steps = ["look before a run", "pick targets", "see a pod replaced", "verify clean"] as const;
export type StepName = (typeof steps)[number];

export interface Figure {
  readonly seconds: number;
  readonly calls: number;
}
export type Measured = Readonly<Record<StepName, Figure>>;

export interface Row {
  readonly pods: number;
  readonly steps: Measured;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Medians of rounds. */
export function summarize(rounds: readonly Measured[]): Measured {
  const of = (step: StepName): Figure => ({
    seconds: median(rounds.map((round) => round[step].seconds)),
    calls: median(rounds.map((round) => round[step].calls)),
  });
  return {
    "look before a run": of("look before a run"),
    "pick targets": of("pick targets"),
    "see a pod replaced": of("see a pod replaced"),
    "verify clean": of("verify clean"),
  };
}

/** The steps that take more calls among more pods. How long a pod takes to come back decides how often it is asked whether the server lives, once a second. */
export const grown = (rows: readonly Row[]): readonly StepName[] =>
  steps.filter((step) => step !== "see a pod replaced" && rows.some(({ steps: of }) => of[step].calls > (rows[0]?.steps[step].calls ?? 0)));

export function describe(rows: readonly Row[]): string {
  const head = `| s (API calls) | ${rows.map(({ pods }) => `${pods.toLocaleString("en-US")} pods`).join(" | ")} |`;
  const line = `|---|${rows.map(() => "---|").join("")}`;
  const body = steps.map((step) => `| ${step} | ${rows.map(({ steps: of }) => `${of[step].seconds.toFixed(2)} (${of[step].calls})`).join(" | ")} |`);
  return [head, line, ...body].join("\n");
}
