// Flags of Node for a process that records an environment: its heap only grows, so that looking through it on the way finds nothing to take away.

/** A tenth less time at three regions, a sixth at nine (`npm run bench:iac`); memory is taken as it is needed, not at once. */
export const recordingFlags = ["--initial-old-space-size=2048"] as const;
