// Kubernetes: the built-in kinds, and custom kinds that the clouds' own parts bring.
import type { TypeFacts, TypeTable } from "./facts.ts";

const provider = "pulumi/pulumi-kubernetes, provider/pkg/provider (forceNewProperties and its table, after v4.5)";

/** `places`: below the object itself, beside the identity, whose change always makes another object. */
const kind = (places: readonly string[] = [], further: Partial<TypeFacts> = {}): TypeFacts => ({
  replaces: ["metadata.name", "metadata.namespace", ...places],
  computed: ["metadata.uid", "metadata.resourceVersion", "metadata.creationTimestamp"],
  source: provider,
  ...further,
});

const custom = (definition: string): TypeFacts => kind([], { source: `${provider}: it knows nothing of a custom kind; the kind: ${definition}` });

export const kubernetesTypes = {
  "kubernetes:apps/v1:Deployment": kind(["spec.selector"]),
  "kubernetes:apps/v1:StatefulSet": kind([
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ]),
  "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": kind(),
  "kubernetes:batch/v1:Job": kind(["spec.completions", "spec.parallelism", "spec.selector", "spec.template"]),
  // Every provider of ours has enableConfigMapMutable and enableSecretMutable: a change goes into the object that is there.
  "kubernetes:core/v1:ConfigMap": kind(),
  "kubernetes:core/v1:LimitRange": kind(),
  "kubernetes:core/v1:Namespace": kind(),
  "kubernetes:core/v1:PersistentVolumeClaim": kind(["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"], {
    holdsData: true,
  }),
  "kubernetes:core/v1:ResourceQuota": kind(["spec.scopes"]),
  "kubernetes:core/v1:Secret": kind(["type"]),
  "kubernetes:core/v1:Service": kind(["spec.clusterIP"]),
  "kubernetes:core/v1:ServiceAccount": kind(),
  "kubernetes:core/v1:ServicePatch": kind(),
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": kind(),
  "kubernetes:policy/v1:PodDisruptionBudget": kind(),
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole": kind(),
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding": kind(["roleRef"]),
  "kubernetes:rbac.authorization.k8s.io/v1:Role": kind(),
  "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": kind(["roleRef"]),
  "kubernetes:storage.k8s.io/v1:StorageClass": kind(["parameters", "provisioner"]),
  "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding": custom("AWS Load Balancer Controller"),
  "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass": custom("Karpenter"),
  "kubernetes:karpenter.sh/v1:NodePool": custom("Karpenter"),
  "kubernetes:keda.sh/v1alpha1:ScaledObject": custom("KEDA"),
  "kubernetes:keda.sh/v1alpha1:TriggerAuthentication": custom("KEDA"),
} as const satisfies TypeTable;
