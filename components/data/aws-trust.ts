// Which service of AWS may assume a role, as the policy that a role asks for.

/** `service`: such as "rds.amazonaws.com". */
export const trust = (service: string): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }] });
