// How a program signs in to a cluster of EKS: by a token that `aws` makes at each use, so that no key is kept.
import { all, type Input, type Output } from "@pulumi/pulumi";

export interface ClusterAccessPoint {
  readonly region: string;
  readonly clusterName: string;
  readonly endpoint: Input<string>;
  /** Base64. */
  readonly certificateAuthority: Input<string>;
  /** The role that signs in. */
  readonly roleArn: Input<string>;
}

/** JSON, which is YAML. Unknown until the cluster exists; a provider that is given it previews all the same. */
export function kubeconfig({ region, clusterName, endpoint, certificateAuthority, roleArn }: ClusterAccessPoint): Output<string> {
  return all([endpoint, certificateAuthority, roleArn]).apply(([server, authority, role]) =>
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: clusterName, cluster: { server, "certificate-authority-data": authority } }],
      users: [
        {
          name: clusterName,
          user: {
            exec: {
              apiVersion: "client.authentication.k8s.io/v1",
              command: "aws",
              args: ["eks", "get-token", "--output", "json", "--region", region, "--cluster-name", clusterName, "--role-arn", role],
              interactiveMode: "Never",
              installHint: "install the AWS command line (aws) and sign in to the environment's account",
            },
          },
        },
      ],
      contexts: [{ name: clusterName, context: { cluster: clusterName, user: clusterName } }],
      "current-context": clusterName,
    }),
  );
}
