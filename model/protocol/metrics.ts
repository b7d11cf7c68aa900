// Names and labels of the metrics that the workload publishes and the gates read (Prometheus text).

export const metricNames = {
  /** histogram {region}: the whole of a consultation at the query handler */
  consultationSeconds: "consultation_seconds",
  /** counter {region, outcome: consensus | none | failed} */
  consultations: "consultations_total",
  /** counter {region, outcome: quorum | short}: whether enough experts answered a question */
  expertPanels: "expert_panels_total",
  /** histogram {region, provider} seen by the orchestrator */
  expertResponseSeconds: "expert_response_seconds",
  /** histogram {region}: from the first question to the formed consensus */
  consensusSeconds: "consensus_seconds",
  /** histogram {region, server} seen by the orchestrator */
  mcpRequestSeconds: "mcp_request_seconds",
  /** counters {region} at the MCP server: time inside the tool, and from request parsed to answer written */
  mcpToolSeconds: "mcp_tool_seconds_total",
  mcpHandlingSeconds: "mcp_handling_seconds_total",
  /** gauge {region}, 0–1: mean share of slots in use over the last 5 s */
  mcpUtilisation: "mcp_utilisation",
  /** histograms {region, target}: target is the region of the server that was used */
  postgresReadSeconds: "postgres_read_seconds",
  postgresWriteSeconds: "postgres_write_seconds",
  redisCommandSeconds: "redis_command_seconds",
  /** counter {region, result: hit | miss} */
  cacheRequests: "cache_requests_total",
  /** counter {region, outcome: ok | shed | error} at the edge */
  edgeRequests: "edge_requests_total",
  /** counter {region, outcome: done | retried | dead} at the queue worker */
  followUps: "follow_ups_total",
} as const;
