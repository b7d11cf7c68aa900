// What a chart's values say of what it installs: where each container's resources stand, what its pods mount, which names it makes itself.
export interface ChartContainer {
  readonly name: string;
  /** Place of the container's resources in the values; "" where the chart takes none, and its own are in its templates. */
  readonly resources: string;
  /** Place of a switch that is off by default: the container is installed where it is on. */
  readonly when?: string;
  /** Place of a switch that is on by default: the container is installed unless it is off. */
  readonly unless?: string;
}

export interface ChartMount {
  readonly kind: "ConfigMap" | "Secret";
  /** Place of the name in the values. */
  readonly name: string;
  /** Place of a key's name beside it. */
  readonly key?: string;
}

export interface ChartReader {
  readonly containers: readonly ChartContainer[];
  /** Single names, each at its place; where there is none nothing is mounted. */
  readonly mounts: readonly ChartMount[];
  /** Places of lists in the form of a pod's: volumes ("volumes") or environment ("env"). */
  readonly lists: readonly { readonly kind: "volumes" | "env" | "secretMounts"; readonly path: string }[];
  /** Places of the service's type, and of an ingress' switch: whether it opens itself to the outside. */
  readonly services: readonly string[];
  /** Where the values' defaults were read. */
  readonly source: string;
}
