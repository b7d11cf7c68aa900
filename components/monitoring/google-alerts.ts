// Google: what Google itself sees of the environment and mails about: quotas, the edge, the databases.
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { AlertPolicy } from "@pulumi/gcp/monitoring/alertPolicy.js";
import { NotificationChannel } from "@pulumi/gcp/monitoring/notificationChannel.js";
import { UptimeCheckConfig } from "@pulumi/gcp/monitoring/uptimeCheckConfig.js";
import { Component } from "../component.ts";
import { alarmAt } from "../quotas/google-quota-plan.ts";

export interface GoogleAlertsArgs {
  readonly project: string;
  readonly email: string;
  readonly domain: string;
}

/**
 * Alarms that must not depend on what they watch: Google's own monitoring looks at quotas, certificate, entry and replication, and mails.
 *
 * @cost Uptime checks and a little per alarm; the metrics are free.
 * @omits Everything that Prometheus on the clusters sees better: pods, requests, queues.
 * @failureDomain Global, outside every region: it still mails when all three are gone.
 */
export class GoogleAlerts extends Component {
  /** Id of the channel, for others that have something to say. */
  readonly channel: Output<string>;

  constructor(name: string, { project, email, domain }: GoogleAlertsArgs, options: ComponentResourceOptions) {
    super("monitoring:GoogleAlerts", name, options);
    const channel = new NotificationChannel(
      this.named("mail"),
      { type: "email", displayName: email, labels: { email_address: email } },
      { parent: this },
    );
    this.channel = channel.id;
    const check = new UptimeCheckConfig(
      this.named("entry"),
      {
        displayName: domain,
        timeout: "10s",
        period: "60s",
        httpCheck: { path: "/healthz", port: 443, useSsl: true, validateSsl: true },
        monitoredResource: { type: "uptime_url", labels: { project_id: project, host: domain } },
      },
      { parent: this },
    );
    this.#alert("quota", `A quota is used to ${alarmAt * 100} %`, "300s", QUOTA);
    this.#alert(
      "down",
      "The entry does not answer",
      "120s",
      check.uptimeCheckId.apply(
        (id) => `sum(monitoring_googleapis_com:uptime_check_check_passed{monitored_resource="uptime_url",check_id="${id}"} == bool 0) > 1`,
      ),
    );
    this.#alert(
      "certificate",
      "The certificate ends within 30 days",
      "600s",
      check.uptimeCheckId.apply(
        (id) => `min(monitoring_googleapis_com:uptime_check_time_until_ssl_cert_expires{monitored_resource="uptime_url",check_id="${id}"}) < 30`,
      ),
    );
    this.#alert("lag", "A replica of Postgres is more than 30 s behind", "300s", LAG);
    this.registerOutputs();
  }

  #alert(suffix: string, displayName: string, duration: string, query: Output<string> | string): void {
    new AlertPolicy(
      this.named(suffix),
      {
        displayName,
        combiner: "OR",
        conditions: [{ displayName, conditionPrometheusQueryLanguage: { query, duration, evaluationInterval: "60s" } }],
        notificationChannels: [this.channel],
      },
      { parent: this },
    );
  }
}

/** Per quota and place: the most that is used, by the least that is allowed. */
const QUOTA = `max by (quota_metric, location) (serviceruntime_googleapis_com:quota_allocation_usage{monitored_resource="consumer_quota"}) / min by (quota_metric, location) (serviceruntime_googleapis_com:quota_limit{monitored_resource="consumer_quota"} > 0) > ${alarmAt}`;

const LAG = `max by (database_id) (cloudsql_googleapis_com:database_replication_replica_lag{monitored_resource="cloudsql_database"}) > 30`;
