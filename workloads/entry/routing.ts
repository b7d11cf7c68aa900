// Where the entry sends a request: the nearest region that is well, and after it the next one.

export interface Edge {
  readonly region: string;
  /** Round trip in ms from each client region. */
  readonly distance: Readonly<Record<string, number>>;
}

/** Nearest first, those that are well before those that are not: when none is well, the nearest is still the best guess. Unknown client regions keep the order given. */
export function route<E extends Edge>(clientRegion: string | undefined, edges: readonly E[], well: (edge: E) => boolean): E[] {
  const distance = (edge: E) => (clientRegion === undefined ? undefined : edge.distance[clientRegion]) ?? Number.POSITIVE_INFINITY;
  return edges.toSorted((a, b) => {
    if (well(a) !== well(b)) return well(a) ? -1 : 1;
    const difference = distance(a) - distance(b);
    return Number.isNaN(difference) ? 0 : difference;
  });
}

/** Whether the same request may be sent to a second region: reads, and consultations, which carry an idempotency key. */
export function mayRepeat(method: string, path: string): boolean {
  return method === "GET" || (method === "POST" && path === "/v1/consultations");
}
