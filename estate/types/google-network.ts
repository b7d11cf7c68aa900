// Google Cloud: network, edge and names.
import type { TypeTable } from "./facts.ts";
import { provider } from "./google-source.ts";

export const googleNetworkTypes = {
  "gcp:certificatemanager/certificate:Certificate": {
    replaces: ["location", "managed.dnsAuthorizations", "managed.domains", "managed.issuanceConfig", "name", "project", "scope"],
    computed: ["sanDnsnames"],
    source: provider("certificatemanager/resource_certificate_manager_certificate.go"),
  },
  "gcp:certificatemanager/certificateMap:CertificateMap": {
    replaces: ["name", "project"],
    computed: ["createTime", "gclbTargets", "updateTime"],
    source: provider("certificatemanager/resource_certificate_manager_certificate_map.go"),
  },
  "gcp:certificatemanager/certificateMapEntry:CertificateMapEntry": {
    replaces: ["hostname", "map", "matcher", "name", "project"],
    computed: ["createTime", "state", "updateTime"],
    exclusive: [["hostname", "matcher"]],
    source: provider("certificatemanager/resource_certificate_manager_certificate_map_entry.go"),
  },
  "gcp:certificatemanager/dnsAuthorization:DnsAuthorization": {
    replaces: ["domain", "location", "name", "project", "type"],
    computed: ["dnsResourceRecords[0].data", "dnsResourceRecords[0].name", "dnsResourceRecords[0].type"],
    source: provider("certificatemanager/resource_certificate_manager_dns_authorization.go"),
  },
  "gcp:compute/backendService:BackendService": {
    replaces: ["name", "params.resourceManagerTags", "project"],
    computed: ["creationTimestamp", "fingerprint", "generatedId", "selfLink"],
    source: provider("compute/resource_compute_backend_service.go"),
  },
  "gcp:compute/firewall:Firewall": {
    replaces: ["direction", "name", "project"],
    computed: ["creationTimestamp", "selfLink"],
    exclusive: [
      ["sourceServiceAccounts", "sourceTags"],
      ["sourceServiceAccounts", "targetTags"],
      ["sourceTags", "targetServiceAccounts"],
      ["targetServiceAccounts", "targetTags"],
      ["allows", "denies"],
    ],
    source: provider("compute/resource_compute_firewall.go"),
  },
  "gcp:compute/globalAddress:GlobalAddress": {
    replaces: ["address", "addressType", "description", "ipVersion", "name", "network", "prefixLength", "project", "purpose"],
    computed: ["address", "creationTimestamp", "labelFingerprint", "selfLink"],
    source: provider("compute/resource_compute_global_address.go"),
  },
  "gcp:compute/globalForwardingRule:GlobalForwardingRule": {
    replaces: [
      "description",
      "ipAddress",
      "ipProtocol",
      "ipVersion",
      "name",
      "network",
      "networkTier",
      "noAutomateDnsZone",
      "portRange",
      "project",
      "serviceDirectoryRegistrations.namespace",
      "serviceDirectoryRegistrations.serviceDirectoryRegion",
      "sourceIpRanges",
      "subnetwork",
    ],
    computed: ["baseForwardingRule", "forwardingRuleId", "labelFingerprint", "pscConnectionId", "pscConnectionStatus", "selfLink"],
    source: provider("compute/resource_compute_global_forwarding_rule.go"),
  },
  "gcp:compute/healthCheck:HealthCheck": {
    replaces: ["name", "project"],
    computed: ["creationTimestamp", "selfLink", "type"],
    source: provider("compute/resource_compute_health_check.go"),
  },
  "gcp:compute/network:Network": {
    replaces: ["autoCreateSubnetworks", "description", "internalIpv6Range", "name", "networkProfile", "params.resourceManagerTags", "project"],
    computed: ["gatewayIpv4", "networkId", "numericId", "selfLink"],
    source: provider("compute/resource_compute_network.go"),
  },
  "gcp:compute/router:Router": {
    replaces: ["encryptedInterconnectRouter", "name", "nccGateway", "network", "project", "region"],
    computed: ["creationTimestamp", "selfLink"],
    exclusive: [["nccGateway", "network"]],
    source: provider("compute/resource_compute_router.go"),
  },
  "gcp:compute/routerNat:RouterNat": {
    replaces: ["endpointTypes", "initialNatIps", "name", "project", "region", "router", "type"],
    computed: [],
    exclusive: [
      ["drainNatIps", "initialNatIps"],
      ["initialNatIps", "natIps"],
    ],
    source: provider("compute/resource_compute_router_nat.go"),
  },
  "gcp:compute/securityPolicy:SecurityPolicy": {
    replaces: ["name", "project", "type"],
    computed: ["fingerprint", "labelFingerprint", "selfLink"],
    source: provider("compute/resource_compute_security_policy.go"),
  },
  "gcp:compute/sSLPolicy:SSLPolicy": {
    replaces: ["description", "name", "project"],
    computed: ["creationTimestamp", "enabledFeatures", "fingerprint", "selfLink"],
    source: provider("compute/resource_compute_ssl_policy.go"),
  },
  // ip_cidr_range replaces when it shrinks, and only then (ForceNewIfChange); growing is done in place.
  "gcp:compute/subnetwork:Subnetwork": {
    replaces: [
      "description",
      "externalIpv6Prefix",
      "internalIpv6Prefix",
      "name",
      "network",
      "params.resourceManagerTags",
      "project",
      "region",
      "reservedInternalRange",
      "resolveSubnetMask",
    ],
    computed: ["creationTimestamp", "fingerprint", "gatewayAddress", "ipv6CidrRange", "ipv6GceEndpoint", "selfLink", "state", "subnetworkId"],
    source: provider("compute/resource_compute_subnetwork.go"),
  },
  "gcp:compute/targetHttpProxy:TargetHttpProxy": {
    replaces: ["description", "httpKeepAliveTimeoutSec", "name", "project", "proxyBind"],
    computed: ["creationTimestamp", "fingerprint", "proxyId", "selfLink"],
    source: provider("compute/resource_compute_target_http_proxy.go"),
  },
  "gcp:compute/targetHttpsProxy:TargetHttpsProxy": {
    replaces: ["description", "httpKeepAliveTimeoutSec", "name", "project", "proxyBind", "tlsEarlyData"],
    computed: ["creationTimestamp", "fingerprint", "proxyId", "selfLink"],
    exclusive: [["certificateManagerCertificates", "sslCertificates"]],
    source: provider("compute/resource_compute_target_https_proxy.go"),
  },
  "gcp:compute/uRLMap:URLMap": {
    replaces: ["name", "project"],
    computed: ["creationTimestamp", "fingerprint", "mapId", "selfLink"],
    source: provider("compute/resource_compute_url_map.go"),
  },
  "gcp:dns/managedZone:ManagedZone": {
    replaces: ["dnsName", "name", "project", "visibility"],
    computed: ["creationTime", "managedZoneId", "nameServers"],
    source: provider("dns/resource_dns_managed_zone.go"),
  },
  "gcp:dns/recordSet:RecordSet": {
    replaces: ["managedZone", "name", "project", "routingPolicy.healthCheck"],
    computed: [],
    exclusive: [["routingPolicy", "rrdatas"]],
    source: provider("dns/resource_dns_record_set.go"),
  },
  "gcp:servicenetworking/connection:Connection": {
    replaces: ["network", "service"],
    computed: ["peering"],
    source: provider("servicenetworking/resource_service_networking_connection.go"),
  },
} as const satisfies TypeTable;
