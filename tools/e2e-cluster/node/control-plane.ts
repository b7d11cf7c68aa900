// The control plane: etcd, API server, controller manager and scheduler, started on the node itself, as one-node clusters have them.
import { join } from "node:path";
import type { FoundProgram } from "../../programs/find.ts";
import type { ProgramName } from "../../programs/table.ts";
import { addresses, type Machine } from "./machine.ts";
import type { Keys } from "./keys.ts";

export const controlPlanePrograms = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const satisfies readonly ProgramName[];
type Programs = Readonly<Record<(typeof controlPlanePrograms)[number], FoundProgram>>;

export const apiPort = 6443;
export const apiServer = `https://${addresses.node}:${apiPort}`;
export const serverNames = [
  addresses.node,
  addresses.services.replace(/0\/16$/, "1"),
  "127.0.0.1",
  "kubernetes",
  "kubernetes.default",
  "kubernetes.default.svc",
] as const;

export function startControlPlane(machine: Machine, programs: Programs, { folder, kubeconfigOf }: Keys): void {
  const key = (name: string): string => join(folder, name);
  const store = "http://127.0.0.1:2379";
  const peer = "http://127.0.0.1:2380";
  machine.start("etcd", programs.etcd.path, [
    "--name=default",
    `--data-dir=${join(machine.folder, "etcd")}`,
    "--log-level=error",
    // Nothing in it is to outlive the run.
    "--unsafe-no-fsync",
    `--listen-client-urls=${store}`,
    `--advertise-client-urls=${store}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
  ]);
  machine.start("kube-apiserver", programs["kube-apiserver"].path, [
    `--etcd-servers=${store}`,
    `--advertise-address=${addresses.node}`,
    `--secure-port=${apiPort}`,
    `--tls-cert-file=${key("apiserver.crt")}`,
    `--tls-private-key-file=${key("apiserver.key")}`,
    `--client-ca-file=${key("ca.crt")}`,
    `--token-auth-file=${key("tokens.csv")}`,
    "--authorization-mode=Node,RBAC",
    "--enable-admission-plugins=NodeRestriction",
    "--allow-privileged=true",
    `--service-cluster-ip-range=${addresses.services}`,
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${key("account.pem")}`,
    `--service-account-signing-key-file=${key("account.key")}`,
    `--kubelet-client-certificate=${key("kubelet-client.crt")}`,
    `--kubelet-client-key=${key("kubelet-client.key")}`,
    "--kubelet-preferred-address-types=InternalIP",
  ]);
  machine.start("kube-controller-manager", programs["kube-controller-manager"].path, [
    `--kubeconfig=${kubeconfigOf("controller-manager")}`,
    "--use-service-account-credentials=true",
    `--service-account-private-key-file=${key("account.key")}`,
    `--root-ca-file=${key("ca.crt")}`,
    `--cluster-signing-cert-file=${key("ca.crt")}`,
    `--cluster-signing-key-file=${key("ca.key")}`,
    "--leader-elect=false",
    `--flex-volume-plugin-dir=${join(machine.folder, "volume-plugins")}`,
  ]);
  machine.start("kube-scheduler", programs["kube-scheduler"].path, [`--kubeconfig=${kubeconfigOf("scheduler")}`, "--leader-elect=false"]);
}
