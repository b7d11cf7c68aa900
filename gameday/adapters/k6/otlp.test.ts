// Exports written field by field as opentelemetry-proto numbers them, and read back.
import fc from "fast-check";
import protobuf from "protobufjs";
import { expect, test } from "vitest";
import { decodeMetrics } from "./otlp.ts";
import { intervalOf } from "./series.ts";

const [bytes, fixed, varint] = [2, 1, 0];
const tag = (field: number, wire: number): number => (field << 3) | wire;
type Write = (writer: protobuf.Writer) => void;

const message =
  (field: number, ...parts: readonly Write[]): Write =>
  (writer) => {
    writer.uint32(tag(field, bytes)).fork();
    for (const part of parts) part(writer);
    writer.ldelim();
  };
const text =
  (field: number, value: string): Write =>
  (writer) =>
    writer.uint32(tag(field, bytes)).string(value);
const number =
  (field: number, value: number): Write =>
  (writer) =>
    writer.uint32(tag(field, fixed)).double(value);
const nanoseconds =
  (field: number, milliseconds: number): Write =>
  (writer) =>
    writer.uint32(tag(field, fixed)).fixed64(milliseconds * 1e6);
const enumeration =
  (field: number, value: number): Write =>
  (writer) =>
    writer.uint32(tag(field, varint)).int32(value);
const outcome = (value: string): Write => message(7, text(1, "outcome"), message(2, text(1, value)));

const [delta, cumulative] = [1, 2];
const counter = (name: string, temporality: number, ...points: readonly Write[]): Write =>
  message(2, text(1, name), message(7, ...points, enumeration(2, temporality)));
const point = (at: number, value: number, ...more: readonly Write[]): Write => message(1, nanoseconds(3, at), number(4, value), ...more);
const gauge = (name: string, at: number, value: number): Write => message(2, text(1, name), message(5, point(at, value)));

function histogram(name: string, at: number, sum: number, scale: number, zeroCount: number, offset: number, counts: readonly number[]): Write {
  const packed: Write = (writer) => {
    writer.uint32(tag(2, bytes)).fork();
    for (const one of counts) writer.uint64(one);
    writer.ldelim();
  };
  const zero: Write = (writer) => writer.uint32(tag(7, fixed)).fixed64(zeroCount);
  const signed =
    (field: number, value: number): Write =>
    (writer) =>
      writer.uint32(tag(field, varint)).sint32(value);
  const data = message(1, nanoseconds(3, at), number(5, sum), signed(6, scale), zero, message(8, signed(1, offset), packed));
  return message(2, text(1, name), message(10, data, enumeration(2, delta)));
}

const request = (...metrics: readonly Write[]): Uint8Array => {
  const writer = protobuf.Writer.create();
  message(1, message(2, ...metrics))(writer);
  return writer.finish();
};

const amount = fc.nat({ max: 1_000_000 });
const when = fc.integer({ min: 1_600_000_000_000, max: 2_000_000_000_000 });

test("what k6 counted between two exports is read back whole", () => {
  fc.assert(
    fc.property(when, fc.tuple(amount, amount, amount, amount, amount), (at, counts) => {
      const [started, ok, shed, errors, dropped] = counts;
      const body = request(
        counter("gameday_started", delta, point(at, started)),
        counter("gameday_answers", delta, point(at, ok, outcome("ok")), point(at, shed, outcome("shed")), point(at, errors, outcome("error"))),
        counter("dropped_iterations", delta, point(at, dropped)),
        counter("data_sent", delta, point(at, 17)),
      );
      expect(intervalOf(decodeMetrics(body), at - 1_000, at + 3)).toMatchObject({
        at: expect.closeTo(at, 2),
        from: at - 1_000,
        answeredAt: at + 3,
        started,
        ok,
        shed,
        errors,
        dropped,
      });
    }),
  );
});

test("a histogram comes with its scale, offset, zeros and counts, and iterations with the time that they took", () => {
  const counts = fc.array(amount, { minLength: 1, maxLength: 160 });
  fc.assert(
    fc.property(
      when,
      fc.integer({ min: -10, max: 20 }),
      amount,
      fc.integer({ min: -5_000, max: 5_000 }),
      counts,
      (at, scale, zeroCount, offset, buckets) => {
        const body = request(
          histogram("gameday_duration", at, 1, scale, zeroCount, offset, buckets),
          histogram("iteration_duration", at, 5_500, 3, 0, 2, [1]),
        );
        const interval = intervalOf(decodeMetrics(body), at, at);
        expect(interval.duration).toEqual({ scale, zeroCount, offset, counts: buckets });
        expect(interval.busy).toBe(5.5);
      },
    ),
  );
});

test("the beginning of the schedule is a gauge; an export without points has the time at which it came", () => {
  const began = 1_763_700_000_123;
  expect(intervalOf(decodeMetrics(request(gauge("gameday_began", began + 900, began))), 0, 7).began).toBe(began);
  expect(intervalOf(decodeMetrics(request()), 3, 7)).toMatchObject({ at: 7, began: null, started: 0 });
});

test("totals since the start are refused, and so is what is no OTLP", () => {
  expect(() => decodeMetrics(request(counter("gameday_started", cumulative, point(1, 1))))).toThrow(/gameday_started cumulatively/);
  expect(() => decodeMetrics(Buffer.from("GET / HTTP/1.1"))).toThrow(Error);
});
