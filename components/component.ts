// The base of every component: its type token, the names of its children.
import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";

/** `kind` is "<room>:<Class>", such as "network:AwsNetwork". */
export abstract class Component extends ComponentResource {
  readonly #name: string;
  readonly #taken = new Set<string>();

  protected constructor(kind: string, name: string, options: ComponentResourceOptions) {
    super(`gameday:${kind}`, name, {}, options);
    this.#name = name;
  }

  /** A child's name: this component's, then the given suffix. Throws where two children would share one. */
  protected named(suffix: string): string {
    const name = `${this.#name}-${suffix}`;
    if (this.#taken.has(name)) throw new Error(`two children of ${this.#name} are called ${name}`);
    this.#taken.add(name);
    return name;
  }
}
