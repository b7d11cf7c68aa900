// The engine that all regions of the database run, and what its clients must know of it.

/** One version for the global database and every member. Source: Aurora PostgreSQL release notes; a version that exists is checked by tests/cloudformation.heavy.test.ts. */
export const engine = { engine: "aurora-postgresql", engineVersion: "17.7" } as const;
export const parameterFamily = "aurora-postgresql17";
export const postgresPort = 5432;
export const databaseName = "gameday";
export const userName = "gameday";
