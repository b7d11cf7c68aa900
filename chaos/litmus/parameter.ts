// What an experiment can be told: each environment variable that it reads as a value of a type, with its unit and what it is for. Text is made in render.ts.
import type { Mebibytes, Milliseconds, Percent, Seconds } from "../../model/units.ts";

interface Values {
  readonly s: Seconds;
  readonly ms: Milliseconds;
  readonly "%": Percent;
  readonly MiB: Mebibytes;
  /** Written as tc has it: 64kbit. */
  readonly "kbit/s": number;
  /** Kilobytes, written as tc has it: 32kb. */
  readonly kB: number;
  readonly number: number;
  readonly port: number;
  readonly flag: boolean;
  readonly text: string;
  /** Written with commas between. */
  readonly list: readonly string[];
  /** Written as a list of JSON. */
  readonly names: readonly string[];
  /** Written as JSON. */
  readonly map: Readonly<Record<string, string>>;
  /** One of `choices`. */
  readonly choice: string;
}
export type Unit = keyof Values;
export type ParameterValue = Values[Unit];

export interface Parameter<V extends ParameterValue = ParameterValue> {
  readonly environment: string;
  readonly unit: Unit;
  readonly description: string;
  readonly choices?: readonly string[];
  /** What it is where nobody says anything. Absent: the variable is empty, and the experiment goes by that. */
  readonly default?: V;
}
export type Parameters = Readonly<Record<string, Parameter>>;

/** What is given for them. */
export type ValuesOf<P extends Parameters> = { readonly [K in keyof P]?: P[K] extends Parameter<infer V> ? V : never };

const of =
  <U extends Unit>(unit: U) =>
  (environment: string, description: string, initial?: Values[U]): Parameter<Values[U]> => ({
    environment,
    unit,
    description,
    ...(initial === undefined ? {} : { default: initial }),
  });

export const duration = of("s");
export const delay = of("ms");
export const share = of("%");
export const size = of("MiB");
export const bandwidth = of("kbit/s");
export const bytes = of("kB");
export const count = of("number");
export const port = of("port");
export const flag = of("flag");
export const text = of("text");
export const list = of("list");
export const names = of("names");
export const map = of("map");

export const choice = <const C extends string>(environment: string, choices: readonly C[], description: string, initial?: C): Parameter<C> => ({
  environment,
  unit: "choice",
  description,
  choices,
  ...(initial === undefined ? {} : { default: initial }),
});
