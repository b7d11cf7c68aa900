// Makes a share of a service's calls fail on request, for a limited time: PUT /faults, ended by DELETE /faults or by the clock.
import { z } from "zod";
import type { Random } from "./random.ts";
import { json, refuse, type Route } from "./http/reply.ts";

const faultsSchema = z.strictObject({ share: z.number().min(0).max(1), seconds: z.number().gt(0).max(3_600) });

export class FaultSwitch {
  readonly #random: Random;
  readonly #now: () => number;
  #share = 0;
  #until = 0;

  constructor(random: Random, now: () => number = () => performance.now()) {
    this.#random = random;
    this.#now = now;
  }

  /** Whether this call is one of those that must fail. */
  strikes(): boolean {
    return this.#share > 0 && this.#now() < this.#until && this.#random() < this.#share;
  }

  set(share: number, seconds: number): void {
    this.#share = share;
    this.#until = this.#now() + seconds * 1_000;
  }

  clear(): void {
    this.#share = 0;
  }

  routes(): Route[] {
    return [
      {
        method: "PUT",
        path: "/faults",
        handle: async (request) => {
          const parsed = faultsSchema.safeParse(await request.json());
          if (!parsed.success) return refuse(400, parsed.error.issues.map(({ message, path }) => `${path.join(".")}: ${message}`).join("; "));
          this.set(parsed.data.share, parsed.data.seconds);
          return json(200, parsed.data);
        },
      },
      {
        method: "DELETE",
        path: "/faults",
        handle: async () => {
          this.clear();
          return json(200, { share: 0 });
        },
      },
    ];
  }
}
