// Parameters that experiments share. Sources: pkg/*/environment/environment.go and pkg/types/types.go of litmus-go at the release in release.ts.
import { percent, seconds } from "../../../model/units.ts";
import { choice, count, duration, flag, list, port, share, text } from "../parameter.ts";
import { runnerImages } from "../release.ts";

/** Set by Litmus itself, from the engine: nobody else may give them. */
export const suppliedByLitmus = [
  "AUXILIARY_APPINFO",
  "CHAOSENGINE",
  "CHAOS_NAMESPACE",
  "CHAOS_SERVICE_ACCOUNT",
  "CHAOS_UID",
  "DEFAULT_HEALTH_CHECK",
  "EXPERIMENT_NAME",
  "INSTANCE_ID",
  "JOB_CLEANUP_POLICY",
  "LIB_IMAGE_PULL_POLICY",
  "POD_NAME",
  "STATUS_CHECK_DELAY",
  "STATUS_CHECK_TIMEOUT",
  "TARGETS",
  "TERMINATION_GRACE_PERIOD_SECONDS",
] as const;

export const everyExperiment = {
  duration: duration("TOTAL_CHAOS_DURATION", "how long the fault stays in", seconds(60)),
  ramp: duration("RAMP_TIME", "how long to wait before and after it", seconds(0)),
};

export const inSequence = {
  sequence: choice("SEQUENCE", ["parallel", "serial"], "all targets at once, or one after the other", "parallel"),
};

export const repeated = {
  interval: duration("CHAOS_INTERVAL", "from one blow to the next, within the duration", seconds(10)),
};

/** Which pods of the application that the engine names. */
export const podChoice = {
  podsAffected: share("PODS_AFFECTED_PERC", "share of the pods that is hit; 0 is one pod", percent(0)),
  pods: list("TARGET_PODS", "exactly these pods, by name; empty: chosen at random among the application's"),
  container: text("TARGET_CONTAINER", "the container in the pod; empty: its first one"),
  nodeLabel: text("NODE_LABEL", "only pods on nodes with this label, key=value"),
};

/** Of the helper pod, which works beside the target on its node, privileged. */
export const helper = {
  helperImage: text("LIB_IMAGE", "image of the helper pods", runnerImages.go),
  runtime: choice("CONTAINER_RUNTIME", ["containerd", "crio", "docker"], "what runs containers on the nodes", "containerd"),
  socket: text("SOCKET_PATH", "where that listens on each node", "/run/containerd/containerd.sock"),
  inheritData: flag("SET_HELPER_DATA", "helper pods take over tolerations, pull secrets and annotations of the experiment's pod", true),
};

/** Of experiments that shape packets with tc. */
export const packets = {
  interface: text("NETWORK_INTERFACE", "the pod's interface that is shaped", "eth0"),
  destinations: list("DESTINATION_IPS", "only traffic to these addresses or ranges; empty: all that leaves the pod"),
  destinationHosts: list("DESTINATION_HOSTS", "only traffic to these hosts, resolved once at the start"),
  sourcePorts: list("SOURCE_PORTS", "only traffic from these ports of the pod; a leading ! takes all but them"),
  destinationPorts: list("DESTINATION_PORTS", "only traffic to these ports; a leading ! takes all but them"),
};

export const correlated = {
  correlation: share("CORRELATION", "how much a packet's fate depends on that of the one before", percent(0)),
};

/** Of experiments that put a proxy before the pod's HTTP port. */
export const requests = {
  servicePort: port("TARGET_SERVICE_PORT", "the port on which the container serves HTTP", 80),
  proxyPort: port("PROXY_PORT", "where the proxy listens in the pod; nothing else may", 20_000),
  interface: text("NETWORK_INTERFACE", "the pod's interface whose traffic goes through the proxy", "eth0"),
  affected: share("TOXICITY", "share of the requests that is hit", percent(100)),
};

export const answerBody = {
  body: text("RESPONSE_BODY", "what stands in place of the answer's body; empty: an empty body"),
  contentType: text("CONTENT_TYPE", "of that body", "text/plain"),
  contentEncoding: text("CONTENT_ENCODING", "how that body is packed: gzip, deflate, br, identity; empty: not at all"),
};

/** Which nodes, for experiments that can take several. */
export const nodesChoice = {
  nodes: list("TARGET_NODES", "exactly these nodes, by name"),
  nodeLabel: text("NODE_LABEL", "nodes with this label, key=value"),
  nodesAffected: share("NODES_AFFECTED_PERC", "share of the labelled nodes that is hit; 0 is one node", percent(0)),
};

/** Which node, for experiments that take one. */
export const nodeChoice = {
  node: text("TARGET_NODE", "exactly this node, by name"),
  nodeLabel: text("NODE_LABEL", "one node with this label, key=value, where none is named"),
};

export const nodeHelper = { helperImage: helper.helperImage, inheritData: helper.inheritData };

/** Of cloud experiments that act on Amazon. */
export const amazon = {
  region: text("REGION", "Amazon's name of the region"),
  credentials: text("AWS_SHARED_CREDENTIALS_FILE", "where the credentials are mounted", "/tmp/cloud_config.yml"),
};

/** Of cloud experiments that act on Google. */
export const google = {
  project: text("GCP_PROJECT_ID", "the project"),
  zones: list("ZONES", "the zone of each, in the same order"),
};

export const workers = (description: string, initial: number) => ({ workers: count("NUMBER_OF_WORKERS", description, initial) });
