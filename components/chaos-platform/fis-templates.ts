// AWS's Fault Injection Service in one region: a template for each document, the alarm that ends what runs, and the way into the cluster.
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import { AccessEntry } from "@pulumi/aws/eks/accessEntry.js";
import { ExperimentTemplate } from "@pulumi/aws/fis/experimentTemplate.js";
import type { FisDocuments, FisTarget, FisTemplate } from "../../model/fault/fis-template.ts";
import { Component } from "../component.ts";
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";
import { accountOf } from "../identity/aws/policy.ts";
import type { AwsFaultRoles } from "./aws-fault-roles.ts";
import { fisAccount } from "./fis-pod-access.ts";

/** As whom FIS' role is known to the cluster. */
export const fisUser = "fis-experiment";

export interface FaultTemplatesArgs {
  readonly plan: EnvironmentPlan;
  readonly region: RegionPlan;
  readonly documents: FisDocuments;
  /** By which role experiments act, and where they write. */
  readonly roles: AwsFaultRoles;
  readonly clusterName: string;
  /** The cluster's name again, known once it stands. */
  readonly cluster: Input<string>;
  /** Namespace of the workloads. */
  readonly namespace: string;
  /** The region's balancer: what it answers says whether an experiment goes too far. */
  readonly balancerArn: Output<string>;
  readonly topicArn: Input<string>;
}

/** Share of the region's answers that are errors of ours, above which every experiment of the region ends, and how many answers a minute count. */
const tooManyErrors = 50;
const fewestAnswers = 20;
const periodSeconds = 60;
const logSchemaVersion = 2;

/**
 * Experiment templates of one region, where the tier allows chaos; each ends when half of the region's answers are errors. Nothing is started by being made.
 * @cost $0.30 a month for the alarm's three metrics; a template nothing until it runs, then $0.10 for each minute of each action.
 * @omits Starting them: people and schedules do. Faults of a pod's network, which need root among the workloads: those are Litmus'. That they run as written
 * was not seen: no account was at hand.
 * @failureDomain One region: templates, role, log and alarm are its own.
 */
export class FaultTemplates extends Component {
  constructor(name: string, args: FaultTemplatesArgs, options: ComponentResourceOptions = {}) {
    super("chaos-platform:FaultTemplates", name, options);
    const { plan, region, documents, roles, clusterName, cluster, namespace } = args;
    if (!plan.tier.chaos) throw new Error(`the tier ${plan.name} allows no chaos`);
    const alarmName = `gameday-${plan.name}-stop`;
    const alarm = this.#alarm(alarmName, args);
    const entry = new AccessEntry(
      this.named("access"),
      { region: region.name, clusterName: cluster, principalArn: roles.roleArn, userName: fisUser, type: "STANDARD" },
      { parent: this },
    );
    const made = documents({
      environment: plan.name,
      region: region.name,
      others: plan.regions.map((other) => other.name).filter((other) => other !== region.name),
      zones: region.zones,
      cluster: clusterName,
      namespace,
      account: fisAccount,
      stopAlarms: [`arn:aws:cloudwatch:${region.name}:${accountOf(plan)}:alarm:${alarmName}`],
    });
    for (const document of made)
      // oxlint-disable-next-line no-new -- a template belongs to its component by being made
      new ExperimentTemplate(
        this.named(document.name),
        { region: region.name, ...inputsOf(document, plan, roles) },
        { parent: this, dependsOn: [alarm, entry] },
      );
    this.registerOutputs();
  }

  #alarm(name: string, { region, balancerArn, topicArn }: FaultTemplatesArgs): MetricAlarm {
    const LoadBalancer = balancerArn.apply((arn) => arn.split(":loadbalancer/")[1] ?? arn);
    const metric = (id: string, metricName: string) => ({
      id,
      returnData: false,
      metric: { namespace: "AWS/ApplicationELB", metricName, period: periodSeconds, stat: "Sum", dimensions: { LoadBalancer } },
    });
    return new MetricAlarm(
      this.named("stop"),
      {
        region: region.name,
        name,
        alarmDescription: `More than ${tooManyErrors} % of the answers of ${region.name} are errors: experiments there end`,
        comparisonOperator: "GreaterThanThreshold",
        threshold: tooManyErrors,
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
        metricQueries: [
          metric("answers", "RequestCount"),
          metric("own", "HTTPCode_ELB_5XX_Count"),
          metric("behind", "HTTPCode_Target_5XX_Count"),
          {
            id: "share",
            label: "% of answers that are errors",
            expression: `IF(FILL(answers, 0) > ${fewestAnswers}, 100 * (FILL(own, 0) + FILL(behind, 0)) / answers, 0)`,
            returnData: true,
          },
        ],
        alarmActions: [topicArn],
        okActions: [topicArn],
      },
      { parent: this },
    );
  }
}

/** A document as the provider takes it: maps are lists of names and values there. */
function inputsOf(
  { name, description, targets, actions, stopAlarms, emptyTargetResolutionMode }: FisTemplate,
  plan: EnvironmentPlan,
  roles: AwsFaultRoles,
) {
  return {
    description,
    roleArn: roles.roleArn,
    targets: Object.entries(targets).map(([target, value]) => targetOf(target, value)),
    actions: Object.entries(actions).map(([action, { actionId, description: doing, parameters, target, startAfter }]) => ({
      name: action,
      actionId,
      description: doing,
      parameters: pairs(parameters),
      target: { key: target.key, value: target.name },
      ...(startAfter === undefined ? {} : { startAfters: [...startAfter] }),
    })),
    stopConditions: stopAlarms.map((value) => ({ source: "aws:cloudwatch:alarm", value })),
    experimentOptions: { accountTargeting: "single-account", emptyTargetResolutionMode },
    logConfiguration: { logSchemaVersion, cloudwatchLogsConfiguration: { logGroupArn: roles.logGroupArn } },
    tags: { Name: `${plan.name}-${name}` },
  };
}

const targetOf = (name: string, { resourceType, resourceTags = {}, filters = [], parameters, selectionMode }: FisTarget) => ({
  name,
  resourceType,
  selectionMode,
  resourceTags: pairs(resourceTags),
  filters: filters.map(({ path, values }) => ({ path, values: [...values] })),
  ...(parameters === undefined ? {} : { parameters: { ...parameters } }),
});

const pairs = (object: Readonly<Record<string, string>>) => Object.entries(object).map(([key, value]) => ({ key, value }));
