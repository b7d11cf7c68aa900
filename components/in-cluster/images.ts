// Images of others that this project runs by itself, each by its digest. Those of charts are the charts' own.

interface ImageRow {
  readonly image: string;
  readonly version: string;
  /** The image's own user. */
  readonly user: number;
  readonly source: string;
}

export const images = {
  postgres: {
    image: "docker.io/library/postgres@sha256:86c951e05bf56c93d95d397747fb8820ac76cc3bedb78f43abd83eedbe3666ae",
    version: "18.6",
    user: 999,
    source: "docker-library/repo-info, commit 0b63eeca29bdd695a0db3d3249137b9929da650d, repos/postgres/remote/18.md; read on 2026-11-28",
  },
  redis: {
    image: "docker.io/library/redis@sha256:0637954999d01b7c9ce9167db2da50656e2590d3b884f1c600c5f63bb6e6773c",
    version: "7.2.16",
    user: 999,
    source: "docker-library/repo-info, commit 0ae7309187d6256f5549f0408473cfa4a23383ea, repos/redis/remote/7.2.md; read on 2026-11-28",
  },
} as const satisfies Record<string, ImageRow>;
