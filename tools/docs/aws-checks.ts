// The page that says what of AWS's inputs is checked by whom, and what nothing here has ever checked.
import { translationTable } from "../../estate/cloudformation/table.ts";
import { typeTable } from "../../estate/types/table.ts";

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");
const code = (text: string): string => `\`${text}\``;

export function awsChecksPage(): string {
  const rows = Object.entries(translationTable).toSorted(([a], [b]) => a.localeCompare(b));
  const covered = rows.flatMap(([type, row]) => ("notCovered" in row ? [] : [[code(type), code(row.type)]]));
  const notCovered = rows.flatMap(([type, row]) => ("notCovered" in row ? [[code(type), row.notCovered]] : []));
  const leftOut = rows.flatMap(([type, row]) =>
    "notCovered" in row ? [] : Object.entries(row.leftOut ?? {}).map(([input, why]) => [code(type), code(input), why]),
  );
  const exclusive = Object.entries(typeTable)
    .filter(([type]) => type.startsWith("aws:"))
    .flatMap(([type, { exclusive: groups = [] }]) => groups.map((group) => [code(type), group.map(code).join(", ")]));
  return `<!-- Written by \`npm run docs\` from the project's own tables. -->
# What is checked of AWS's inputs, and what is not

The AWS environments are previewed without credentials and without AWS's provider. Their inputs are judged all the same, by AWS's own models: the estate is
translated to CloudFormation, one template a region, and [cfn-lint](https://github.com/aws-cloudformation/cfn-lint) (1.58.0, models of 2026-10-20) looks at
each: names and kinds of properties, engine versions, instance classes and node types that the region has, the shape of ARNs, ids, keys and CIDR ranges,
policies, and what a type demands or forbids together. Ports and keys, which the models leave open, are looked at beside it. The templates are never deployed.

\`\`\`sh
npx vitest run tests/cloudformation.heavy.test.ts
\`\`\`

What only another resource decides stands as a value from elsewhere: its kind is not judged.

## Never run through the provider

No check here has seen these. They come to light in the first preview with the genuine provider, and some only in the first update:

- **defaults of the provider**: an input that is left out gets a value from the provider, not from CloudFormation's model;
- **conflicts between arguments** that the provider refuses and the table below does not list;
- **the provider's own validation**, such as the form of a window, a name or a cron expression, where it is stricter than AWS's model;
- **what AWS refuses only when asked**: quotas, names already taken, versions that were withdrawn, a zone without the instance class at that hour;
- **orders that take time to hold**: a role that AWS does not know yet, an accepter before its peering;
- **inputs and types below**.

Of the data stores in particular: that members of a Global Datastore take \`authToken\` and \`kmsKeyId\` at their creation, that a secondary of a global
database can be backed up by AWS Backup, and that restore testing finds the subnets of a restored cluster by itself, is what AWS documents or others
do, and was not seen to work here.

Where a provider can be downloaded and read-only credentials are at hand, one command runs all of it through:

\`\`\`sh
pulumi preview --stack <stack> --diff
\`\`\`

## Types that CloudFormation cannot judge

${table(["type", "why"], notCovered)}

## Inputs that are left out of the translation

${table(["type", "input", "why"], leftOut)}

## Inputs that exclude each other

Facts of the provider's source. No resource of any environment has two of a group.

${table(["type", "at most one of"], exclusive)}

## The translation

${table(["Pulumi", "CloudFormation"], covered)}
`;
}
