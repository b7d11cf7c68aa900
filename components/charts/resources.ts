// What a container of a chart may use: requests and limits, always both.

export interface Resources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly cpu: string; readonly memory: string };
}

/** CPU in cores or thousandths ("100m"), memory in Kubernetes' units ("256Mi"). */
export const resources = (cpu: string, memory: string, cpuLimit: string, memoryLimit: string): Resources => ({
  requests: { cpu, memory },
  limits: { cpu: cpuLimit, memory: memoryLimit },
});

/** The project's usual bounds for a container. */
export const ordinaryResources = resources("100m", "256Mi", "500m", "512Mi");

/** For exporters, sidecars and operators, which need little. */
export const smallResources = resources("20m", "64Mi", "200m", "256Mi");
