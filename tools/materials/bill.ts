// The bill of materials in CycloneDX: npm's own, without what differs from one writing to the next.
import { createHash } from "node:crypto";
import { z } from "zod";

const componentSchema = z.looseObject({ "bom-ref": z.string(), name: z.string(), version: z.string() });
const billSchema = z.looseObject({
  bomFormat: z.literal("CycloneDX"),
  specVersion: z.string(),
  metadata: z.looseObject({ component: componentSchema }),
  components: z.array(componentSchema).min(1),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).default([]) })),
});
export type Bill = z.output<typeof billSchema>;

/** `written`: what npm says; `name`: the package's, where npm takes the folder's. Throws ZodError for what is no such bill. */
export function steadyBill(written: string, name: string): Bill {
  const bill = billSchema.parse(JSON.parse(written));
  const { timestamp: _when, ...metadata } = bill.metadata;
  const { serialNumber: _number, ...rest } = bill;
  const steady = {
    ...rest,
    metadata: { ...metadata, component: { ...metadata.component, name } },
    // Where a package was fetched from is this machine's matter; its hash says what it is.
    components: bill.components.map(({ externalReferences: _from, ...component }) => component).toSorted(byRef),
    dependencies: bill.dependencies.map((row) => ({ ...row, dependsOn: row.dependsOn.toSorted() })).toSorted((a, b) => (a.ref < b.ref ? -1 : 1)),
  };
  return { ...steady, serialNumber: `urn:uuid:${uuidOf(JSON.stringify(steady))}` };
}

const byRef = (a: { readonly "bom-ref": string }, b: { readonly "bom-ref": string }): number => (a["bom-ref"] < b["bom-ref"] ? -1 : 1);

/** Of the content, in the form of a random one (RFC 9562, version 8). */
function uuidOf(content: string): string {
  const hex = createHash("sha256").update(content).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
}
