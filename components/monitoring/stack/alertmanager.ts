// Whom an alert goes to: Alertmanager's configuration, made from the environment's settings.
import { stringify } from "yaml";
import type { Settings } from "../../settings.ts";

interface Route {
  readonly receiver: string;
  readonly matchers?: readonly string[];
  readonly group_by?: readonly string[];
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  readonly routes?: readonly Route[];
}

interface Receiver {
  readonly name: string;
  readonly email_configs?: readonly { readonly to: string; readonly send_resolved: boolean; readonly headers: { readonly Subject: string } }[];
}

export interface AlertmanagerConfiguration {
  readonly global: { readonly smtp_smarthost: string; readonly smtp_from: string; readonly smtp_require_tls: boolean };
  readonly route: Route;
  readonly inhibit_rules: readonly {
    readonly source_matchers: readonly string[];
    readonly target_matchers: readonly string[];
    readonly equal: readonly string[];
  }[];
  readonly receivers: readonly Receiver[];
}

const mail = (name: string, to: string, subject: string): Receiver => ({
  name,
  email_configs: [{ to, send_resolved: true, headers: { Subject: subject } }],
});

const subject = (prefix: string): string =>
  `[${prefix}] {{ .Status }}: {{ .CommonLabels.alertname }} in {{ .CommonLabels.region }} ({{ .Alerts.Firing | len }} firing)`;

/** Critical alerts are told within seconds and again every hour, warnings twice a day, mere information is kept in the dashboards. */
export function alertmanagerConfiguration(
  environment: string,
  { alertEmail, domain, mailServer }: Pick<Settings, "alertEmail" | "domain" | "mailServer">,
): AlertmanagerConfiguration {
  return {
    global: { smtp_smarthost: mailServer ?? `smtp.${domain}:587`, smtp_from: `gameday@${domain}`, smtp_require_tls: true },
    route: {
      receiver: "warning",
      group_by: ["alertname", "namespace", "region"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "12h",
      routes: [
        // Always firing, to show that alerts are evaluated; and a helper that silences information. Neither is for people.
        { receiver: "nobody", matchers: ['alertname=~"Watchdog|InfoInhibitor"'] },
        { receiver: "critical", matchers: ['severity="critical"'], group_wait: "10s", group_interval: "1m", repeat_interval: "1h" },
        { receiver: "nobody", matchers: ['severity="info"'] },
      ],
    },
    inhibit_rules: [
      { source_matchers: ['severity="critical"'], target_matchers: ['severity=~"warning|info"'], equal: ["alertname", "namespace", "instance"] },
      { source_matchers: ['severity="warning"'], target_matchers: ['severity="info"'], equal: ["alertname", "namespace", "instance"] },
    ],
    receivers: [
      { name: "nobody" },
      mail("critical", alertEmail, subject(`${environment} CRITICAL`)),
      mail("warning", alertEmail, subject(environment)),
    ],
  };
}

export const alertmanagerYaml = (configuration: AlertmanagerConfiguration): string => stringify(configuration);
