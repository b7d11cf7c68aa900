// What stands at the edge: certificates, load balancers, firewalls, the global entry.
import type { Properties, TranslationTable } from "../row.ts";
import { asAttributes, field, inList, listOf, under } from "../shapes.ts";

export const edgeRows = {
  "aws:acm/certificate:Certificate": { type: "AWS::CertificateManager::Certificate" },
  "aws:acm/certificateValidation:CertificateValidation": { notCovered: "it waits for a certificate, and is nothing of AWS's by itself" },
  "aws:lb/loadBalancer:LoadBalancer": {
    type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
    names: { loadBalancerType: "Type", internal: "Scheme" },
    reshape: ({ Scheme: internal, ...rest }) =>
      asAttributes("LoadBalancerAttributes", {
        DesyncMitigationMode: "routing.http.desync_mitigation_mode",
        DropInvalidHeaderFields: "routing.http.drop_invalid_header_fields.enabled",
        EnableDeletionProtection: "deletion_protection.enabled",
        EnableWafFailOpen: "waf.fail_open.enabled",
        EnableZonalShift: "zonal_shift.config.enabled",
        IdleTimeout: "idle_timeout.timeout_seconds",
      })({ ...rest, Scheme: internal === true ? "internal" : "internet-facing" }),
  },
  "aws:lb/targetGroup:TargetGroup": {
    type: "AWS::ElasticLoadBalancingV2::TargetGroup",
    leftOut: { namePrefix: "CloudFormation draws the whole name" },
    reshape: targetGroup,
  },
  "aws:lb/listener:Listener": {
    type: "AWS::ElasticLoadBalancingV2::Listener",
    names: { certificateArn: "Certificates", "defaultActions.fixedResponse": "FixedResponseConfig", "defaultActions.redirect": "RedirectConfig" },
    tags: "none",
    reshape: ({ Certificates: CertificateArn, ...rest }) => ({
      ...rest,
      Certificates: inList(CertificateArn).map((arn) => ({ CertificateArn: arn })),
    }),
  },
  "aws:lb/listenerRule:ListenerRule": {
    type: "AWS::ElasticLoadBalancingV2::ListenerRule",
    names: { "actions.fixedResponse": "FixedResponseConfig" },
    tags: "none",
    reshape: ({ Conditions: conditions, ...rest }) => ({ ...rest, Conditions: listOf(conditions).map(condition) }),
  },
  "aws:wafv2/webAcl:WebAcl": {
    type: "AWS::WAFv2::WebACL",
    names: { "*.cloudwatchMetricsEnabled": "CloudWatchMetricsEnabled" },
    leftOut: { namePrefix: "CloudFormation draws the whole name" },
  },
  "aws:wafv2/webAclAssociation:WebAclAssociation": { type: "AWS::WAFv2::WebACLAssociation", names: { webAclArn: "WebACLArn" } },
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": { type: "AWS::WAFv2::LoggingConfiguration" },
  "aws:globalaccelerator/accelerator:Accelerator": { type: "AWS::GlobalAccelerator::Accelerator" },
  "aws:globalaccelerator/listener:Listener": { type: "AWS::GlobalAccelerator::Listener" },
  "aws:globalaccelerator/endpointGroup:EndpointGroup": {
    type: "AWS::GlobalAccelerator::EndpointGroup",
    names: { "endpointConfigurations.clientIpPreservationEnabled": "ClientIPPreservationEnabled" },
  },
  "aws:cloudfront/distribution:Distribution": {
    type: "AWS::CloudFront::Distribution",
    names: {
      isIpv6Enabled: "IPV6Enabled",
      webAclId: "WebACLId",
      "origins.originId": "Id",
      "origins.customHeaders": "OriginCustomHeaders",
      "origins.customHeaders.name": "HeaderName",
      "origins.customHeaders.value": "HeaderValue",
      "*.httpPort": "HTTPPort",
      "*.httpsPort": "HTTPSPort",
      "*.originSslProtocols": "OriginSSLProtocols",
    },
    reshape: under("DistributionConfig", ["Tags"]),
  },
} as const satisfies TranslationTable;

/** Pulumi has the health check as a block, CloudFormation as properties of the group. */
function targetGroup({ HealthCheck: check, ...rest }: Properties): Properties {
  const names = {
    Enabled: "HealthCheckEnabled",
    Interval: "HealthCheckIntervalSeconds",
    Path: "HealthCheckPath",
    Port: "HealthCheckPort",
    Protocol: "HealthCheckProtocol",
    Timeout: "HealthCheckTimeoutSeconds",
    HealthyThreshold: "HealthyThresholdCount",
    UnhealthyThreshold: "UnhealthyThresholdCount",
  };
  const matcher = field(check, "Matcher");
  return asAttributes("TargetGroupAttributes", {
    DeregistrationDelay: "deregistration_delay.timeout_seconds",
    LoadBalancingAlgorithmType: "load_balancing.algorithm.type",
  })({
    ...rest,
    ...Object.fromEntries(Object.entries(names).flatMap(([own, name]) => inList(field(check, own)).map((value) => [name, value]))),
    ...(matcher === undefined ? {} : { Matcher: { HttpCode: matcher } }),
  });
}

/** Pulumi tells conditions apart by their block, CloudFormation by a word beside it. */
function condition(given: unknown): unknown {
  const kinds = { HttpHeader: "http-header", PathPattern: "path-pattern", HostHeader: "host-header", SourceIp: "source-ip" };
  const found = Object.entries(kinds).find(([name]) => field(given, name) !== undefined);
  return found === undefined ? given : { Field: found[1], [`${found[0]}Config`]: field(given, found[0]) };
}
