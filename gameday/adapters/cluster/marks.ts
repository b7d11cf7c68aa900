// What gameday writes at objects of a cluster, so that what a run left can be found and put back by somebody who knows nothing of the run.

/** Label: the run that an engine, a TestRun or a changed workload belongs to. */
export const runLabel = "gameday/run";
/** Annotation of a workload that is held at no pod: how many it had. */
export const heldReplicas = "gameday/held-replicas";
/** Annotation of a ScaledObject that is paused for a hold: what its own annotation was; empty: it had none. */
export const heldPause = "gameday/held-pause";
/** Annotation of a workload, autoscaler or ScaledObject that a phase scaled: what it had before. */
export const scaledFrom = "gameday/scaled-from";
/** Label of a namespace whose workloads may be harmed, with the value `allowed`. */
export const chaosLabel = "gameday/chaos";

/** A run's id as the value of a label: 63 characters, letters and digits at both ends. */
export const runValue = (run: string): string =>
  run
    .replace(/[^A-Za-z0-9_.-]/g, "-")
    .slice(0, 63)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
