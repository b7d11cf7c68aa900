// What makes a machine a node: containerd with runc, the CNI plugins, kubelet and kube-proxy, with the settings that this kind of machine asks for.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { pathOf } from "../programs.ts";
import { addresses, type Machine } from "./machine.ts";
import type { Keys } from "./keys.ts";
import { cgroupRoot } from "./state-folder.ts";

export const pauseImage = "proving-ground.invalid/pause:here";
export const dnsAddress = addresses.services.replace(/0\/16$/, "10");
export async function startRuntime(machine: Machine, packages: string): Promise<void> {
  const { folder } = machine;
  await mkdir(join(folder, "cni"), { recursive: true });
  await writeFile(join(folder, "cni", "10-node.conflist"), JSON.stringify(network(), null, 2));
  await writeFile(join(folder, "containerd.toml"), runtimeConfiguration(folder, packages));
  machine.start("containerd", join(packages, "usr/bin/containerd"), ["--config", join(folder, "containerd.toml")]);
}

export async function startKubelet(machine: Machine, keys: Keys): Promise<void> {
  const { folder } = machine;
  await writeFile(join(folder, "resolv.conf"), `nameserver ${dnsAddress}\n`);
  await writeFile(join(folder, "kubelet.yaml"), stringify(kubeletConfiguration(folder, keys)));
  await writeFile(join(folder, "kube-proxy.yaml"), stringify(proxyConfiguration(keys)));
  machine.start("kubelet", pathOf("kubelet"), [
    `--config=${join(folder, "kubelet.yaml")}`,
    `--kubeconfig=${keys.kubeconfigOf("node")}`,
    "--hostname-override=node-1",
    `--node-ip=${addresses.node}`,
    "--node-labels=topology.kubernetes.io/zone=here,topology.kubernetes.io/region=here",
  ]);
  machine.start("kube-proxy", pathOf("kube-proxy"), [`--config=${join(folder, "kube-proxy.yaml")}`]);
}

function runtimeConfiguration(folder: string, packages: string): string {
  return `version = 2
root = "/var/lib/containerd"
state = "/run/containerd"
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  # Root without CAP_SYS_RESOURCE may not make a process safer from the kernel's killer than it is.
  restrict_oom_score_adj = true
  disable_apparmor = true
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        BinaryName = "${packages}/usr/sbin/runc"
        SystemdCgroup = false
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${packages}/usr/lib/cni"
    conf_dir = "${folder}/cni"
`;
}

const network = () => ({
  cniVersion: "0.4.0",
  name: "node",
  plugins: [
    {
      type: "bridge",
      bridge: "cni0",
      isGateway: true,
      // A pod that asks a service and is its own answer.
      hairpinMode: true,
      ipMasq: false,
      ipam: { type: "host-local", ranges: [[{ subnet: addresses.pods }]], routes: [{ dst: "0.0.0.0/0" }] },
    },
  ],
});

const kubeletConfiguration = (folder: string, { folder: keys }: Keys) => ({
  apiVersion: "kubelet.config.k8s.io/v1beta1",
  kind: "KubeletConfiguration",
  address: addresses.node,
  authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: join(keys, "ca.crt") } },
  authorization: { mode: "Webhook" },
  clusterDNS: [dnsAddress],
  clusterDomain: "cluster.local",
  resolvConf: join(folder, "resolv.conf"),
  containerRuntimeEndpoint: "unix:///run/containerd/containerd.sock",
  cgroupDriver: "cgroupfs",
  cgroupRoot: `/${cgroupRoot}`,
  failCgroupV1: false,
  failSwapOn: false,
  volumePluginDir: "/var/lib/kubelet/plugins-exec",
  // The disk is not the node's own: how full others make it is no reason to evict anybody.
  evictionHard: { "memory.available": "200Mi", "nodefs.available": "0%", "nodefs.inodesFree": "0%", "imagefs.available": "0%" },
  imageGCHighThresholdPercent: 100,
  imageGCLowThresholdPercent: 99,
  maxPods: 200,
});

const proxyConfiguration = ({ kubeconfigOf }: Keys) => ({
  apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
  kind: "KubeProxyConfiguration",
  mode: "iptables",
  hostnameOverride: "node-1",
  clusterCIDR: addresses.pods,
  clientConnection: { kubeconfig: kubeconfigOf("proxy") },
  // The kernel's own limits are every machine's: they stay as they are.
  conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
});
