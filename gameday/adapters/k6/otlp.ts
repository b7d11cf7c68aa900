// The part of OTLP's metrics that k6 sends and that is read here. Field numbers: opentelemetry-proto 1.x, metrics.proto and metrics_service.proto.
import protobuf from "protobufjs";
import { z } from "zod";

const { root } = protobuf.parse(`
  syntax = "proto3";
  message Request { repeated ResourceMetrics resourceMetrics = 1; }
  message ResourceMetrics { repeated ScopeMetrics scopeMetrics = 2; }
  message ScopeMetrics { repeated Metric metrics = 2; }
  message Metric { string name = 1; Gauge gauge = 5; Sum sum = 7; ExponentialHistogram exponentialHistogram = 10; }
  message Gauge { repeated NumberPoint dataPoints = 1; }
  message Sum { repeated NumberPoint dataPoints = 1; int32 temporality = 2; }
  message NumberPoint { fixed64 timeUnixNano = 3; double asDouble = 4; sfixed64 asInt = 6; repeated KeyValue attributes = 7; }
  message ExponentialHistogram { repeated HistogramPoint dataPoints = 1; int32 temporality = 2; }
  message HistogramPoint { fixed64 timeUnixNano = 3; fixed64 count = 4; double sum = 5; sint32 scale = 6; fixed64 zeroCount = 7; Buckets positive = 8; }
  message Buckets { sint32 offset = 1; repeated uint64 bucketCounts = 2; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue { string stringValue = 1; }
`);
const requestType = root.lookupType("Request");

const attributes = z.array(z.object({ key: z.string(), value: z.object({ stringValue: z.string().default("") }).optional() })).default([]);
const buckets = z.object({ offset: z.number().default(0), bucketCounts: z.array(z.number()).default([]) });
const numberPoints = z
  .array(
    z
      .object({ timeUnixNano: z.number(), asDouble: z.number().optional(), asInt: z.number().optional(), attributes })
      .transform(({ timeUnixNano, ...point }) => ({ ...point, at: timeUnixNano / 1e6 })),
  )
  .default([]);
const histogramPoints = z
  .array(
    z
      .object({
        timeUnixNano: z.number(),
        count: z.number().default(0),
        sum: z.number().default(0),
        scale: z.number().default(0),
        zeroCount: z.number().default(0),
        positive: buckets.optional(),
      })
      .transform(({ timeUnixNano, ...point }) => ({ ...point, at: timeUnixNano / 1e6 })),
  )
  .default([]);
const metricSchema = z.object({
  name: z.string(),
  gauge: z.object({ dataPoints: numberPoints }).optional(),
  sum: z.object({ temporality: z.number(), dataPoints: numberPoints }).optional(),
  exponentialHistogram: z.object({ temporality: z.number(), dataPoints: histogramPoints }).optional(),
});
const requestSchema = z.object({
  resourceMetrics: z.array(z.object({ scopeMetrics: z.array(z.object({ metrics: z.array(metricSchema).default([]) })).default([]) })).default([]),
});
/** `at` of a point: unix ms at which k6 collected it. */
export type OtlpMetric = z.output<typeof metricSchema>;

/** OTLP's number for figures that are the difference since the last export. */
export const deltaTemporality = 1;

/** Throws for a body that is not OTLP, or not delta. */
export function decodeMetrics(body: Uint8Array): OtlpMetric[] {
  const request = requestSchema.parse(requestType.toObject(requestType.decode(body), { longs: Number }));
  const metrics = request.resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  const cumulative = metrics.find(
    ({ sum, exponentialHistogram }) =>
      (sum ?? exponentialHistogram)?.temporality !== undefined && (sum ?? exponentialHistogram)?.temporality !== deltaTemporality,
  );
  if (cumulative !== undefined) throw new Error(`k6 sends ${cumulative.name} cumulatively: windows need differences`);
  return metrics;
}
