// Kinds of resources that injure others on purpose.
export const engine = "kubernetes:litmuschaos.io/v1alpha1:ChaosEngine";
export const schedule = "kubernetes:litmuschaos.io/v1alpha1:ChaosSchedule";
export const template = "aws:fis/experimentTemplate:ExperimentTemplate";

export const isChaosKind = (type: string): boolean => type.startsWith("kubernetes:litmuschaos.io/") || type === template;
