// Google: the file that kubectl and Pulumi reach a cluster with. It holds no secret: who asks, proves it with their own login.

export interface GoogleKubeconfigArgs {
  /** The control plane's DNS name. */
  readonly endpoint: string;
  /** What the cluster is called in the file. */
  readonly name: string;
}

export function googleKubeconfig({ endpoint, name }: GoogleKubeconfigArgs): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    // The name's certificate is signed by a public authority, so none is given here.
    clusters: [{ name, cluster: { server: `https://${endpoint}` } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [
      {
        name,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "gke-gcloud-auth-plugin",
            installHint: "gcloud components install gke-gcloud-auth-plugin",
            provideClusterInfo: true,
          },
        },
      },
    ],
  });
}
