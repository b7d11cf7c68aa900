// The table of charts: every version is exact, every chart has a place it comes from.
import { expect, test } from "vitest";
import { charts, type ChartRow } from "./table.ts";

const rows: readonly (readonly [string, ChartRow])[] = Object.entries(charts);

test.for(rows)("%s is pinned to one version of one repository", ([, row]) => {
  expect(row.version).toMatch(/^v?\d+\.\d+\.\d+$/);
  if (row.repository === null) expect(row.chart).toMatch(/^oci:\/\//);
  else expect(row.repository).toMatch(/^https:\/\//);
  expect(row.source).toMatch(/tag |commit |docs/);
});
