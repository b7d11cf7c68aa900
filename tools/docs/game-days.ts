// The page of game days: scenarios, the calendar, AWS's own experiments and the switch that ends them, from their tables.
import { fisTemplates } from "../../chaos/fis/catalogue.ts";
import { engageLever, leverCommand, releaseLever } from "../../chaos/fis/safety-lever.ts";
import { plans } from "../../chaos/plans/catalogue.ts";
import { schedules } from "../../chaos/schedules/schedules.ts";

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");

const experiments = fisTemplates({
  environment: "chaos",
  region: "us-east-1",
  others: ["eu-west-1", "ap-southeast-1"],
  zones: ["us-east-1a"],
  cluster: "chaos-us-east-1",
  namespace: "gameday",
  account: "gameday-fis",
  stopAlarms: ["the region's"],
});

export function gameDaysPage(): string {
  const planRows = Object.values(plans).map(({ name, description = "", phases }) => [
    `\`${name}\``,
    description,
    String(phases.reduce((sum, { faults = [] }) => sum + faults.length, 0)),
  ]);
  const scheduleRows = schedules.map(({ title, plan, stack, cron, timeZone, utcCron, deadlineMinutes, automatic, why }) => [
    title,
    `\`${plan}\` on \`${stack}\``,
    automatic ? `\`${cron}\` ${timeZone}` : "a person or a release starts it",
    `\`${utcCron}\``,
    `${deadlineMinutes} min`,
    why,
  ]);
  const experimentRows = experiments.map(({ name, description, hypothesis, actions }) => [
    `\`${name}\``,
    description,
    hypothesis,
    Object.values(actions)
      .map(({ actionId }) => `\`${actionId}\``)
      .join(", "),
  ]);
  return `<!-- Written by \`npm run docs\` from the project's own tables. -->
# Game days

## Plans

\`gameday run <plan> --stack <stack>\`; what each would hit on a stack is said by \`gameday check\`. Which service is proven under which failure is in the
[resiliency matrix](resiliency-matrix.md).

${table(["plan", "what it does", "faults"], planRows)}

## The calendar

\`chaos/schedules/schedules.ts\` holds it; Argo and CI are told the same. A plan's own hours hold as well: a run that is started outside of them refuses itself.
Two runs never meet on a stack: Argo forbids it by a mutex, gameday by its lock.

${table(["", "plan and stack", "by Argo", "UTC, for CI", "at most", "why then"], scheduleRows)}

As a CronWorkflow of Argo, from a file that is the same for the same plan and image:

\`\`\`sh
gameday render weekly-game-day --engine argo --stack chaos --image <registry>/gameday@sha256:<digest>
\`\`\`

It runs in the namespace \`litmus\` as \`gameday-runs\` and reads the stack's outputs from the ConfigMap \`gameday-outputs-<stack>\`, key \`outputs.json\`; whoever
installs Argo there makes both. An abort, also by the deadline, leaves ten minutes to heal.

## Documents of a plan

| command | what it writes |
| --- | --- |
| \`gameday render <plan> --engine litmus --stack <outputs>\` | for each fault its experiments and engines |
| \`gameday render <plan> --engine k6 --stack <outputs>\` | for each phase its program and its TestRun |
| \`gameday render <plan> --engine fis --stack chaos --account <digits>\` | for each fault that FIS has, a request for \`aws fis create-experiment-template --cli-input-json\` |
| \`gameday render <plan> --engine argo --image <image>\` | one run, and the calendar's where it has the plan |

What an engine cannot do is named with its reason.

## AWS's own experiments

Made in each region of \`chaos\` and \`ultimate\`, started by nobody but people: what they hit carries the environment's tag, and more than half of the region's
answers being errors ends them. No account was at hand: their form is judged by AWS's models, their effect was not seen.

${table(["template", "what happens", "what is expected", "actions"], experimentRows)}

The kill switch is FIS' safety lever: it stops every experiment of the account in a region, and lets none begin until it is taken back. Chaos engineers and
operators may pull it.

\`\`\`sh
${leverCommand(engageLever("us-east-1", "clients are harmed"))}
${leverCommand(releaseLever("us-east-1", "all is well again"))}
\`\`\`
`;
}
