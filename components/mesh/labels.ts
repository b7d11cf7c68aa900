// Labels by which namespaces and pods join the mesh or stay out of it.

/** On a namespace: its pods' connections are encrypted and authenticated by the nodes' ztunnel. */
export const insideMesh = { "istio.io/dataplane-mode": "ambient" } as const;

/** On a pod whose callers can be in no mesh, such as the API server. */
export const outsideMesh = { "istio.io/dataplane-mode": "none" } as const;
