// Every image is named by its digest: what was tested is what runs.
import { z } from "zod";
import { judged } from "../facts/demand.ts";
import { look } from "../facts/look.ts";
import { containersOf } from "../facts/pods.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

const pinned = /^[^@\s]+@sha256:[0-9a-f]{64}$/;

export const imagePinned = defineRule({
  name: "image-pinned",
  group: "workload",
  title: "No image without a digest, and none called latest",
  why: "A tag can be moved to another image: two pods of one Deployment then run two programs, and no run can be repeated.",
  incident: "The failed deployment's orchestrator was aia-multi-agent:latest: which build ran is not to be known from it.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({
    registries: z.array(z.string()).default([]).describe("registries that images may come from; any where none is listed"),
  }),
  judge: (facts, { registries }) =>
    containersOf(facts)
      .filter(({ kind }) => kind !== "chart")
      .flatMap(({ resource, name, path }): readonly Finding[] => {
        const place = `${path}.image`;
        const seen = look(resource.inputs, place);
        const image = seen.kind === "value" ? String(seen.value) : "";
        const foreign = registries.length > 0 && image !== "" && !registries.some((registry) => image.startsWith(`${registry}/`));
        return [
          ...judged(resource, place, seen, (value) => typeof value === "string" && pinned.test(value), wrong(name, image), "name@sha256:<64 digits>"),
          ...(foreign ? judged(resource, place, seen, () => false, `container ${name} takes ${image} from elsewhere`, registries.join(", ")) : []),
        ];
      }),
});

function wrong(name: string, image: string): string {
  if (image === "") return `container ${name} has no image`;
  const tag = /:([^/@:]+)(?:@|$)/.exec(image)?.[1] ?? "latest";
  return tag === "latest"
    ? `container ${name} runs ${image}: whatever latest is that day`
    : `container ${name} runs ${image}: the tag ${tag} can be moved`;
}
