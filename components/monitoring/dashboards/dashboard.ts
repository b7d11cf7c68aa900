// A dashboard as a value, and its rendering to what Grafana reads.

/** Grafana's sidecar takes every ConfigMap with this label, and puts its dashboards into the folder that the annotation names. */
export const dashboardLabel = "grafana_dashboard";
export const dashboardFolderAnnotation = "grafana_folder";

export interface Dashboard {
  /** Never changes: links to the dashboard hold it. At most 40 characters. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly panels: readonly Panel[];
}

export interface Panel {
  readonly title: string;
  readonly kind: "timeseries" | "stat" | "table";
  /** Grafana's name of the unit. */
  readonly unit: "s" | "percentunit" | "reqps" | "short" | "bytes" | "dtdurations";
  readonly queries: readonly Query[];
  /** Of the 24 columns. @default 8 */
  readonly width?: 8 | 12 | 24;
  /** From this value on the panel is red; with `below`, under it. */
  readonly limit?: { readonly value: number; readonly below?: true };
}

export interface Query {
  /** PromQL; `$region` is the region that is looked at, as a regular expression. */
  readonly expr: string;
  /** What a line is called, with labels as {{region}}. */
  readonly legend: string;
}

const columns = 24;
const height = 8;
const source = { type: "prometheus", uid: "prometheus" } as const;

/** JSON of Grafana's schema 39 (Grafana 11 and later read it and bring it up to their own). */
export const renderDashboard = (dashboard: Dashboard): string => JSON.stringify(grafanaModel(dashboard));

export function grafanaModel({ uid, title, description, panels }: Dashboard) {
  return {
    uid,
    title,
    description,
    schemaVersion: 39,
    editable: false,
    timezone: "utc",
    refresh: "15s",
    tags: ["gameday"],
    time: { from: "now-1h", to: "now" },
    templating: {
      list: [
        {
          name: "region",
          label: "Region",
          type: "query",
          datasource: source,
          query: { query: "label_values(edge_requests_total, region)", refId: "region" },
          refresh: 2,
          multi: true,
          includeAll: true,
          allValue: ".*",
          current: { text: "All", value: "$__all" },
        },
      ],
    },
    panels: place(panels).map(({ panel, x, y }, index) => ({
      id: index + 1,
      title: panel.title,
      type: panel.kind,
      datasource: source,
      gridPos: { x, y, w: panel.width ?? 8, h: height },
      targets: panel.queries.map(({ expr, legend }, query) => ({
        refId: String.fromCodePoint(65 + query),
        datasource: source,
        expr,
        legendFormat: legend,
        ...(panel.kind === "timeseries" ? {} : { instant: true, range: false }),
        ...(panel.kind === "table" ? { format: "table" } : {}),
      })),
      fieldConfig: { defaults: { unit: panel.unit, thresholds: thresholds(panel.limit) }, overrides: [] },
      options: panel.kind === "timeseries" ? { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi" } } : {},
    })),
  };
}

/** From left to right, a new line where the next one has no room. */
function place(panels: readonly Panel[]): readonly { readonly panel: Panel; readonly x: number; readonly y: number }[] {
  let x = 0;
  let y = 0;
  return panels.map((panel) => {
    const width = panel.width ?? 8;
    if (x + width > columns) {
      x = 0;
      y += height;
    }
    const placed = { panel, x, y };
    x += width;
    return placed;
  });
}

function thresholds(limit: Panel["limit"]) {
  const [below, above] = limit?.below ? (["red", "green"] as const) : (["green", "red"] as const);
  return {
    mode: "absolute",
    steps: [{ color: limit === undefined ? "green" : below, value: null }, ...(limit === undefined ? [] : [{ color: above, value: limit.value }])],
  };
}
