// What a cluster refuses, and why it cannot be spoken to, in words that tell a person what to do.
import type { Problem } from "../../../../model/user-error.ts";
import { describePlace, type Place } from "./resources.ts";

export type ClusterErrorKind =
  | "configuration"
  | "unreachable"
  | "certificate"
  | "late"
  | "unauthorized"
  | "forbidden"
  | "missing-kind"
  | "not-found"
  | "exists"
  | "conflict"
  | "gone"
  | "refused";

export class ClusterError extends Error {
  readonly kind: ClusterErrorKind;
  readonly remedy: string;

  constructor(kind: ClusterErrorKind, message: string, remedy: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "ClusterError";
    this.kind = kind;
    this.remedy = remedy;
  }
}

/** As a problem of a plan on a stack; what is no refusal of a cluster's is thrown on. */
export function problemOf(path: string, error: unknown): Problem {
  if (!(error instanceof ClusterError)) throw error;
  return { path, message: error.message, remedy: error.remedy };
}

export const isKind = (error: unknown, ...kinds: readonly ClusterErrorKind[]): boolean => error instanceof ClusterError && kinds.includes(error.kind);

const certificateCodes = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_SIGNATURE_FAILURE",
  "CERT_REVOKED",
  "INVALID_CA",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** `cluster`: as a person knows it, with its server. */
export function connectionError(cluster: string, cause: unknown): ClusterError {
  if (cause instanceof ClusterError) return cause;
  const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
  const said = cause instanceof Error ? cause.message || code : String(cause);
  if (certificateCodes.has(code) || code.startsWith("ERR_TLS_CERT"))
    return new ClusterError(
      "certificate",
      `${cluster}: its certificate is not trusted: ${said}`,
      "give the authority that signed it in the kubeconfig (certificate-authority-data), or correct the server's name",
      cause,
    );
  return new ClusterError(
    "unreachable",
    `${cluster} cannot be reached: ${said}`,
    "see that it runs, and that the kubeconfig's server is right",
    cause,
  );
}

export const lateError = (cluster: string, what: string, milliseconds: number): ClusterError =>
  new ClusterError("late", `${cluster} did not answer within ${milliseconds / 1_000} s: ${what}`, "see how its API server does");

interface Refusal {
  readonly status: number;
  readonly reason: string;
  readonly message: string;
  /** The server names the object, so its kind is known there. */
  readonly named: boolean;
}

/** `verb`: as RBAC names it. */
export function refusalError(cluster: string, verb: string, place: Place, { status, reason, message, named }: Refusal): ClusterError {
  const what = describePlace(place);
  const { group, version, plural } = place.resource;
  switch (status) {
    case 401:
      return new ClusterError("unauthorized", `${cluster} does not know who you are (401)`, "log in anew: kubectl auth whoami must name you");
    case 403:
      return new ClusterError(
        "forbidden",
        `${cluster} does not allow to ${verb} ${what}: ${message}`,
        `ask for a role that may ${verb} ${plural}${group === "" ? "" : `.${group}`}${place.namespace === undefined ? "" : ` in ${place.namespace}`} (docs/kubernetes.md)`,
      );
    case 404:
      return named
        ? new ClusterError("not-found", `${cluster} has no ${what}: ${message}`, "see that it was made, and its name")
        : new ClusterError(
            "missing-kind",
            `${cluster} does not serve ${plural} of ${group === "" ? version : `${group}/${version}`}`,
            "install what brings that kind, in a release that serves this version of it",
          );
    case 409:
      return reason === "AlreadyExists"
        ? new ClusterError("exists", `${cluster} has ${what} already`, "remove it, or choose another name")
        : new ClusterError("conflict", `${what} of ${cluster} was changed meanwhile: ${message}`, "try again");
    case 410:
      return new ClusterError("gone", `${cluster} no longer knows that version of ${what}`, "list anew");
    default:
      return new ClusterError("refused", `${cluster} refuses to ${verb} ${what} (${status}): ${message}`, "see what the server says");
  }
}
