// Labels of the system under test: by them its services find their pods, and monitoring, chaos and policies find both.

export const partOf = "proving-ground";

/** Of everything that belongs to one workload. `component`: the program that it runs. */
export const labelsOf = (name: string, component: string): Readonly<Record<string, string>> => ({
  "app.kubernetes.io/name": name,
  "app.kubernetes.io/component": component,
  "app.kubernetes.io/part-of": partOf,
});

/** What a selector may rest on: it can never be changed. */
export const selectorOf = (name: string): Readonly<Record<string, string>> => ({ "app.kubernetes.io/name": name });

/** The port's name in every pod and service of the system. */
export const portName = "http";
export const port = 8080;
