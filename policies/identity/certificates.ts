// Certificates renew themselves, and somebody hears of it in time where they do not.
import { X509Certificate } from "node:crypto";
import { z } from "zod";
import { at, listAt, textAt } from "../../estate/inputs.ts";
import type { Resource } from "../../estate/resource.ts";
import { unknown, violation } from "../facts/demand.ts";
import type { Facts } from "../facts/facts.ts";
import { look, texts } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

const prometheusRule = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";

export const certificates = defineRule({
  name: "certificates",
  group: "identity",
  title: "Certificates renew themselves, and their end is announced",
  why: "A certificate's end is the one outage whose hour is known a year before.",
  incident:
    "The failed deployment's report lists certificate expiry among its high risks; its alert SSLCertificateExpiry lay in a ConfigMap, and its Alertmanager did not run.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({ days: z.int().min(1).default(30).describe("days before its end that somebody must hear of it") }),
  judge: (facts, { days }) => [
    ...facts.ofType("aws:acm/certificate:Certificate").flatMap((resource) => ofAmazon(facts, resource, days)),
    ...facts
      .ofType("gcp:compute/sSLCertificate:SSLCertificate", "gcp:certificatemanager/certificate:Certificate")
      .flatMap((resource) => ofGoogle(facts, resource, days)),
    ...facts.ofType("kubernetes:core/v1:Secret").flatMap((resource) => written(facts, resource, days)),
    ...facts.clusters.filter((cluster) => cluster !== "" || facts.clusters.length === 1).flatMap((cluster) => alertOf(facts, cluster, days)),
  ],
});

function ofAmazon(facts: Facts, resource: Resource, days: number): readonly Finding[] {
  if (look(resource.inputs, "certificateBody").kind !== "absent") return written(facts, resource, days, "certificateBody");
  const method = look(resource.inputs, "validationMethod");
  if (method.kind === "unknown") return [unknown(resource, "validationMethod")];
  return method.kind === "value" && method.value === "DNS"
    ? []
    : [violation(resource, "validationMethod", "is not renewed without a person", "validationMethod: DNS")];
}

function ofGoogle(facts: Facts, resource: Resource, days: number): readonly Finding[] {
  const managed = look(resource.inputs, "managed");
  if (managed.kind === "unknown") return [unknown(resource, "managed")];
  if (managed.kind === "value") return [];
  const found = written(facts, resource, days);
  return found.length > 0
    ? found
    : [violation(resource, "managed", "is not renewed without a person", "a managed certificate with a DNS authorization")];
}

/** Certificates that stand in an input, as PEM. */
function written(facts: Facts, resource: Resource, days: number, input?: string): readonly Finding[] {
  if (input !== undefined && look(resource.inputs, input).kind === "unknown") return [unknown(resource, input)];
  return [...texts(resource.inputs)].flatMap(({ path, text }) =>
    [...text.matchAll(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g)].flatMap(([pem]): readonly Finding[] => {
      const left = daysLeft(pem, facts.now);
      if (left === null) return [violation(resource, path, "holds what is no certificate", "PEM")];
      if (left >= days) return [];
      const when = left < 0 ? `ended ${Math.ceil(-left)} days ago` : `ends in ${Math.floor(left)} days`;
      return [violation(resource, path, `its certificate ${when}`, "a new one, of an authority that renews by itself")];
    }),
  );
}

function daysLeft(pem: string, now: Date): number | null {
  try {
    return (new X509Certificate(pem).validToDate.getTime() - now.getTime()) / 86_400_000;
  } catch {
    return null; // OpenSSL's errors have no type of their own.
  }
}

/** "… - time() < 30 * 86400": how many days before the end an alert fires. */
function alertOf(facts: Facts, cluster: string, days: number): readonly Finding[] {
  const where = cluster === "" ? "the cluster" : `the cluster of ${cluster}`;
  const rules = facts.ofType(prometheusRule).filter((resource) => facts.clusterOf(resource) === cluster);
  const groups = rules.map((resource) => look(resource.inputs, "spec.groups"));
  const first = rules[groups.findIndex(({ kind }) => kind === "unknown")];
  if (first !== undefined) return [unknown(first, "spec.groups")];
  const alerts = rules.flatMap(({ inputs }) => listAt(inputs, "spec.groups").flatMap((group) => listAt(group, "rules")));
  const soonest = alerts.flatMap((alert) => {
    const expression = textAt(alert, "expr") ?? "";
    const [, a = "", b = "1"] = /cert_expiry.*?-\s*time\(\)\s*<\s*(\d+)(?:\s*\*\s*(\d+))?/s.exec(expression) ?? [];
    return a === "" || at(alert, "alert") === null ? [] : [(Number(a) * Number(b)) / 86_400];
  });
  if (soonest.some((found) => found >= days)) return [];
  return [violation(rules[0] ?? null, "spec.groups", `${where} has no alert ${days} days before a certificate ends`, "SSLCertificateExpiry")];
}
