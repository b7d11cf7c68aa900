// Alertmanager's configuration, judged by amtool: it is understood, and each severity goes where it should.
import { expect, test } from "vitest";
import { testSettings } from "../../testing/ground.ts";
import { judge } from "../testing/prometheus-tools.ts";
import { alertmanagerConfiguration, alertmanagerYaml } from "./alertmanager.ts";

const configuration = alertmanagerConfiguration("base", { ...testSettings, mailServer: undefined });
const files = { "alertmanager.yaml": alertmanagerYaml(configuration) };

test("it is understood", async () => {
  const { ok, said } = await judge("amtool", ["check-config", "alertmanager.yaml"], files);
  expect(said).toContain("3 receivers");
  expect(ok).toBe(true);
});

test("a route to nobody that exists is refused", async () => {
  const broken = { ...configuration, route: { ...configuration.route, receiver: "missing" } };
  expect(await judge("amtool", ["check-config", "alertmanager.yaml"], { "alertmanager.yaml": alertmanagerYaml(broken) })).toMatchObject({
    ok: false,
  });
});

test.for([
  { labels: ["alertname=PodCrashLooping", "severity=critical"], receiver: "critical" },
  { labels: ["alertname=HighResourceUtilization", "severity=warning"], receiver: "warning" },
  { labels: ["alertname=Something", "severity=info"], receiver: "nobody" },
  { labels: ["alertname=Watchdog", "severity=none"], receiver: "nobody" },
  { labels: ["alertname=WithoutSeverity"], receiver: "warning" },
])("$labels.0 goes to $receiver", async ({ labels, receiver }) => {
  const { said } = await judge("amtool", ["config", "routes", "test", "--config.file=alertmanager.yaml", ...labels], files);
  expect(said.split("\n")[0]).toBe(receiver);
});

test("mail goes to the address and through the server of the settings", () => {
  expect(configuration.receivers.flatMap(({ email_configs: mails }) => mails?.map(({ to }) => to) ?? [])).toEqual([
    testSettings.alertEmail,
    testSettings.alertEmail,
  ]);
  expect(configuration.global).toMatchObject({ smtp_smarthost: `smtp.${testSettings.domain}:587`, smtp_require_tls: true });
  expect(alertmanagerConfiguration("base", { ...testSettings, mailServer: "mail.example.com:25" }).global.smtp_smarthost).toBe("mail.example.com:25");
});
