// TestRun as our clusters know it: no Go module brings its definition, so every field is taken. How true the documents are is another test's question.

export const testRunKind = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "testruns.k6.io" },
  spec: {
    group: "k6.io",
    scope: "Namespaced",
    names: { kind: "TestRun", plural: "testruns", singular: "testrun", listKind: "TestRunList" },
    versions: [
      {
        name: "v1alpha1",
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ],
  },
};
