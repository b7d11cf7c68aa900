// Every experiment of the library, in one list.
import type { Experiment } from "./experiment.ts";
import { containerKill } from "./pod/container-kill.ts";
import { podCpuHog } from "./pod/pod-cpu-hog.ts";
import { podDelete } from "./pod/pod-delete.ts";

export const experimentLibrary: readonly Experiment[] = [podDelete, containerKill, podCpuHog];
