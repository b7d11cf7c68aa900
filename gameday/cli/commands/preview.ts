// `gameday preview <stack>`: what an environment would have and cost, and which rules it breaks, with nothing created and no credentials.
import type { Command } from "commander";
import { previewOf } from "../../../estate/preview.ts";
import { previewPage } from "../../../estate/page/page.ts";
import { UserError } from "../../../model/user-error.ts";
import { exitCodes } from "../../../model/verdict.ts";
import { recordEstate } from "../../adapters/recorded-estate.ts";
import { describePreview } from "../preview/describe.ts";

interface Options {
  readonly json?: boolean;
  readonly html?: boolean;
  readonly settings?: string;
}

export function addPreview(program: Command): void {
  program
    .command("preview")
    .argument("<stack>", "base, stress, chaos, ultimate, google or kubernetes")
    .option("--json", "as JSON")
    .option("--html", "as a page, with a picture of the regions")
    .option("--settings <file>", "settings in place of stacks/settings/Pulumi.<stack>.yaml")
    .description("resources by region and type, the cost a month beside the budget, and the rules that it breaks; needs no cloud")
    .action(async (stack: string, { json, html, settings }: Options) => {
      // Rules that no other command waits for.
      const [{ judgeEstate }, { describePolicies, refusals }] = await Promise.all([
        import("../../../policies/judge.ts"),
        import("../preview/policies.ts"),
      ]);
      const { estate, seconds } = await recordEstate(stack, settings);
      const preview = previewOf(estate);
      const policies = judgeEstate(estate, { tier: preview.environment, now: new Date() });
      if (json === true) process.stdout.write(`${JSON.stringify({ ...preview, seconds, policies })}\n`);
      else
        process.stdout.write(
          html === true ? previewPage(estate, preview, seconds) : `${describePreview(preview, seconds)}${describePolicies(policies)}`,
        );
      const refused = refusals(policies);
      if (refused.length > 0) throw new UserError(`${stack} breaks the rules:`, refused, exitCodes.failed);
      process.exitCode = 0;
    });
}
