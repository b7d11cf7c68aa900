// Whoever comes from outside comes over TLS 1.2 or later.
import { z } from "zod";
import { at, textAt } from "../../estate/inputs.ts";
import type { Resource } from "../../estate/resource.ts";
import { demands, eachOf, isGiven, isOneOf, judged, unknown, violation, type Demand } from "../facts/demand.ts";
import type { Facts } from "../facts/facts.ts";
import { items, look } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

/** Source: AWS, Security policies for your Application Load Balancer: those whose protocols begin at TLS 1.2. */
const balancerPolicies = /^ELBSecurityPolicy-(TLS13-1-[23]-|TLS13-1-2-|TLS-1-2-|FS-1-2-)/;
/** Source: AWS, CloudFront's supported protocols and ciphers. */
const distributionVersions = /^TLSv1\.(2_20(18|19|21|25)|3_20\d\d)$/;

const listener = "aws:lb/listener:Listener";
const distribution = "aws:cloudfront/distribution:Distribution";
const remedy = "TLS 1.2 as the oldest";

const isHttps: NonNullable<Demand["of"]> = ({ inputs }) => textAt(inputs, "protocol") === "HTTPS" || textAt(inputs, "protocol") === "TLS";

const rows: readonly Demand[] = [
  { type: listener, path: "sslPolicy", of: isHttps, holds: (value) => balancerPolicies.test(String(value)), message: "takes TLS before 1.2", remedy },
  { type: listener, path: "certificateArn", of: isHttps, holds: isGiven, message: "has no certificate", remedy: "the region's certificate" },
  {
    type: distribution,
    path: "viewerCertificate.minimumProtocolVersion",
    holds: (value) => distributionVersions.test(String(value)),
    message: "takes TLS before 1.2 from clients",
    remedy: "TLSv1.2_2021",
  },
  {
    type: distribution,
    path: "defaultCacheBehavior.viewerProtocolPolicy",
    holds: isOneOf("https-only", "redirect-to-https"),
    message: "answers in clear",
    remedy: "https-only",
  },
  { type: "gcp:compute/sSLPolicy:SSLPolicy", path: "minTlsVersion", holds: isOneOf("TLS_1_2", "TLS_1_3"), message: "takes TLS before 1.2", remedy },
  {
    type: "gcp:compute/targetHttpsProxy:TargetHttpsProxy",
    path: "sslPolicy",
    holds: isGiven,
    message: "has Google's own TLS policy, which takes 1.0",
    remedy: "an SSLPolicy whose minTlsVersion is TLS_1_2",
  },
];

export const tlsAtEdges = defineRule({
  name: "tls-at-edges",
  group: "network",
  title: "TLS 1.2 or later at every edge",
  why: "What crosses the internet in clear, or under TLS 1.0, can be read and changed on its way.",
  incident:
    "The failed deployment's Grafana was reached at an address and a port, 130.211.224.18:3000, past the load balancer that had the certificate.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({}),
  judge: (facts) => [
    ...demands(facts, rows),
    ...facts.ofType(listener).flatMap(inClear),
    ...facts.ofType(distribution).flatMap(ofOrigins),
    ...facts.ofType("gcp:compute/targetHttpProxy:TargetHttpProxy").flatMap((proxy) => ofGoogleHttp(facts, proxy)),
    ...facts.ofType("kubernetes:core/v1:Service").flatMap(ofService),
  ],
});

function inClear(resource: Resource): readonly Finding[] {
  const protocol = look(resource.inputs, "protocol");
  if (protocol.kind === "unknown") return [unknown(resource, "protocol")];
  if (protocol.kind === "value" && protocol.value !== "HTTP") return [];
  const actions = items(resource.inputs, "defaultActions");
  if (actions.unknown) return [unknown(resource, "defaultActions")];
  const redirects = actions.items.some(({ value }) => textAt(value, "redirect.protocol") === "HTTPS");
  return redirects ? [] : [violation(resource, "protocol", "listens in clear", "HTTPS, or a redirect to it")];
}

const ofOrigins = (resource: Resource): readonly Finding[] =>
  eachOf(resource, "origins", ({ path }) => {
    const place = `${path}.customOriginConfig`;
    const policy = `${place}.originProtocolPolicy`;
    return [
      ...eachOf(resource, `${place}.originSslProtocols`, (item) =>
        item.value === "TLSv1.2" || item.value === "TLSv1.3"
          ? []
          : [violation(resource, item.path, `asks its origin over ${String(item.value)}`, "TLSv1.2")],
      ),
      ...judged(resource, policy, look(resource.inputs, policy), isOneOf(undefined, "https-only"), "asks its origin in clear", "https-only"),
    ];
  });

function ofGoogleHttp(facts: Facts, proxy: Resource): readonly Finding[] {
  const maps = facts.sources(proxy, "urlMap", "gcp:compute/uRLMap:URLMap");
  const redirects = maps.length > 0 && maps.every(({ inputs }) => at(inputs, "defaultUrlRedirect.httpsRedirect") === true);
  return redirects ? [] : [violation(proxy, "urlMap", "answers in clear", "a URL map that redirects to HTTPS")];
}

/** A port on every node, or a load balancer of the cloud's, carries what its pods speak: in clear where they speak HTTP. */
function ofService(resource: Resource): readonly Finding[] {
  const type = look(resource.inputs, "spec.type");
  if (type.kind === "unknown") return [unknown(resource, "spec.type")];
  if (type.kind === "absent" || (type.value !== "NodePort" && type.value !== "LoadBalancer")) return [];
  return eachOf(resource, "spec.ports", ({ path, value }) => {
    const [name, port] = [textAt(value, "name") ?? "", at(value, "port")];
    const encrypted = port === 443 || port === 8443 || /^(https|tls|grpcs)/.test(name);
    if (!encrypted && look(resource.inputs, `${path}.port`).kind === "unknown") return [unknown(resource, `${path}.port`)];
    return encrypted
      ? []
      : [violation(resource, path, `opens port ${String(port)} in clear to the outside`, "TLS before it: an edge with a certificate")];
  });
}
