// How large monitoring is in each environment: a table.
import type { EnvironmentName } from "../../model/tiers.ts";
import { resources, type Resources } from "../charts/resources.ts";

export interface MonitoringSize {
  readonly prometheus: SampleStore;
  readonly elasticsearch: LogStoreSize;
  /** Replicas of Alertmanager: three agree with each other on what was sent. */
  readonly alertmanagers: number;
  /** Replicas of the OpenTelemetry collector and of the blackbox exporter. */
  readonly relays: number;
  /** Days for which traces are kept. */
  readonly traceDays: number;
}

interface SampleStore {
  /** Each holds everything: two, and one may go. */
  readonly replicas: number;
  readonly retentionDays: number;
  /** Storage of each replica. */
  readonly gibibytes: number;
  readonly resources: Resources;
}

interface LogStoreSize {
  /** Each is master and data; three, and one may go. */
  readonly nodes: number;
  /** Storage of each node. */
  readonly gibibytes: number;
  readonly resources: Resources;
}

const small: MonitoringSize = {
  prometheus: { replicas: 2, retentionDays: 7, gibibytes: 50, resources: resources("250m", "1Gi", "1", "2Gi") },
  elasticsearch: { nodes: 3, gibibytes: 50, resources: resources("250m", "2Gi", "1", "2Gi") },
  alertmanagers: 3,
  relays: 2,
  traceDays: 3,
};

const full: MonitoringSize = {
  prometheus: { replicas: 2, retentionDays: 30, gibibytes: 200, resources: resources("1", "8Gi", "4", "16Gi") },
  elasticsearch: { nodes: 3, gibibytes: 200, resources: resources("1", "8Gi", "4", "8Gi") },
  alertmanagers: 3,
  relays: 3,
  traceDays: 7,
};

export const monitoringSizes: Readonly<Record<EnvironmentName, MonitoringSize>> = {
  base: small,
  google: small,
  stress: {
    ...small,
    prometheus: { replicas: 2, retentionDays: 15, gibibytes: 100, resources: resources("500m", "4Gi", "2", "8Gi") },
    elasticsearch: { nodes: 3, gibibytes: 100, resources: resources("500m", "4Gi", "2", "4Gi") },
    traceDays: 7,
  },
  chaos: full,
  ultimate: full,
  // A cluster on one machine must be able to run it.
  kubernetes: {
    prometheus: { replicas: 1, retentionDays: 1, gibibytes: 5, resources: resources("100m", "512Mi", "1", "1Gi") },
    elasticsearch: { nodes: 1, gibibytes: 5, resources: resources("100m", "1Gi", "1", "1Gi") },
    alertmanagers: 1,
    relays: 1,
    traceDays: 1,
  },
};
