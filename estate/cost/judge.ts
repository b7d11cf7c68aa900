// The budget rule: the sum against the tier's budget, and how much of the bill may be unknown.
import type { Problem } from "../../model/user-error.ts";
import type { Bill } from "./bill.ts";

/** Of the resources that are none of the types below, so many may have no known price. */
const unknownShare = 0.05;

/** Modules of which no price may be unknown: compute, databases, NAT, load balancers and whatever carries data. */
const mustBeKnown =
  /^(?:aws:(?:ec2|eks|autoscaling|rds|elasticache|lb|alb|globalaccelerator|cloudfront|ec2transitgateway|networkmanager|vpc)\/|gcp:(?:compute|container|sql|redis|networkconnectivity)\/)/;

/** Nothing for a bill that keeps the rule. `budget`: US dollars a month, null where there is none. */
export function judge(bill: Bill, budget: number | null): readonly Problem[] {
  const problems: Problem[] = [];
  if (budget !== null && bill.total > budget)
    problems.push({
      path: "total",
      message: `${dollars(bill.total)} a month is ${dollars(bill.total - budget)} over the tier's budget of ${dollars(budget)}`,
      remedy: "fewer phases or regions in the settings, or smaller sizes in components/*/*size*.ts",
    });
  const forbidden = bill.unknown.filter(({ type }) => mustBeKnown.test(type));
  for (const { urn, why } of forbidden)
    problems.push({ path: urn, message: `its price is unknown: ${why}`, remedy: "add the price to estate/prices, or a rule to estate/cost/rules" });
  const others = new Set(bill.unknown.filter(({ type }) => !mustBeKnown.test(type)).map(({ urn }) => urn)).size;
  if (others > bill.resources * unknownShare)
    problems.push({
      path: "unknown",
      message: `${others} of ${bill.resources} resources have no known price, more than ${unknownShare * 100} %`,
      remedy: "add prices to estate/prices, or rules to estate/cost/rules",
    });
  return problems;
}

const dollars = (usd: number): string => `$${Math.ceil(usd).toLocaleString("en-US")}`;
