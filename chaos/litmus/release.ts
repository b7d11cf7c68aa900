// The release of Litmus that everything here is written for: the one that components/charts installs.

/** Source: litmuschaos/litmus-go, tag 3.28.0, and the CRDs of litmus-helm's chart litmus-core 3.28.1. */
export const release = "3.28.0";

const registry = "litmuschaos.docker.scarf.sh/litmuschaos";

/** The programs that carry experiments out; the helper pods that they start are of the same image. */
export const runnerImages = { go: `${registry}/go-runner:${release}`, python: `${registry}/py-runner:${release}` } as const;
export type Runner = keyof typeof runnerImages;

export const apiVersion = "litmuschaos.io/v1alpha1";
