// What the edge of a region on AWS answers to whom, as data.

/** Answered to everybody: whoever watches a region comes past the global entry. All else needs the entry's secret. */
export const openPaths = ["/healthz", "/readyz"] as const;

/** What says whether a region can serve: balancers, accelerator and names go by it. */
export const readinessPath = "/readyz";

/** The header in which the global entry shows that a request came through it. */
export const secretHeader = "x-gameday-entry";
