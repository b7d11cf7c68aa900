// What happens to pods and nodes of a region's cluster by FIS' own hand. Faults of a pod's network need root beside it, which the workloads' namespace forbids:
// those are Litmus', whose helpers run in a namespace of their own.
import type { FisPlace, FisTemplate } from "../../model/fault/fis-template.ts";
import { podsOf, workNodes } from "./targets.ts";

/** FIS' pod stands in the namespace of the workloads, and keeps its standard. */
const asRestricted = ({ account }: FisPlace) => ({ kubernetesServiceAccount: account, fisPodSecurityPolicy: "restricted" });

export const podDelete = (place: FisPlace): FisTemplate =>
  onPods(place, {
    name: "pod-delete",
    service: "query-handler",
    doing: "half of the query handlers are deleted",
    hypothesis: "the other half answers until the Deployment has made new ones",
    actionId: "aws:eks:pod-delete",
    parameters: { gracePeriodSeconds: "0" },
  });

export const podCpuStress = (place: FisPlace): FisTemplate =>
  onPods(place, {
    name: "pod-cpu-stress",
    service: "orchestrator",
    doing: "half of the orchestrators have their processor taken for five minutes",
    hypothesis: "more of them are started within two minutes, and answers stay in time",
    actionId: "aws:eks:pod-cpu-stress",
    parameters: { duration: "PT5M", percent: "80" },
  });

export const podMemoryStress = (place: FisPlace): FisTemplate =>
  onPods(place, {
    name: "pod-memory-stress",
    service: "response-collector",
    doing: "half of the response collectors have their memory taken for five minutes",
    hypothesis: "those that are ended for it are started again, and no consensus that was stored is lost",
    actionId: "aws:eks:pod-memory-stress",
    parameters: { duration: "PT5M", percent: "80" },
  });

export const nodeTermination = (place: FisPlace): FisTemplate => ({
  name: "node-termination",
  description: `a third of the nodes that work in ${place.region} are terminated`,
  hypothesis: "pods are placed elsewhere before clients notice, and the group makes new nodes",
  targets: { nodes: workNodes(place) },
  actions: {
    terminate: {
      actionId: "aws:eks:terminate-nodegroup-instances",
      description: "machines of the group are gone, and their disks with them",
      parameters: { instanceTerminationPercentage: "33" },
      target: { key: "Nodegroups", name: "nodes" },
    },
  },
  stopAlarms: place.stopAlarms,
  emptyTargetResolutionMode: "fail",
});

interface OnPods {
  readonly name: string;
  readonly service: string;
  readonly doing: string;
  readonly hypothesis: string;
  readonly actionId: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const onPods = (place: FisPlace, { name, service, doing, hypothesis, actionId, parameters }: OnPods): FisTemplate => ({
  name,
  description: `${doing}, ${place.region}`,
  hypothesis,
  targets: { pods: podsOf(place, service) },
  actions: {
    pods: {
      actionId,
      description: doing,
      parameters: { ...asRestricted(place), ...parameters },
      target: { key: "Pods", name: "pods" },
    },
  },
  stopAlarms: place.stopAlarms,
  emptyTargetResolutionMode: "fail",
});
