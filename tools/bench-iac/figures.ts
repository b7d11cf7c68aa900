// What the measurements of a preview say together.

export interface Measured {
  readonly regions: number;
  readonly seconds: number;
  /** Of all cores: what another program of the machine takes does not count. */
  readonly cpuSeconds: number;
  /** Largest resident size. */
  readonly megabytes: number;
  readonly resources: number;
}

/** What six regions more cost beyond three, over what two more cost beyond one; 3 where every region costs the same. */
export function growth(measured: readonly Measured[]): number {
  const at = (regions: number): number => {
    const found = measured.find((row) => row.regions === regions);
    if (found === undefined) throw new RangeError(`nothing was measured at ${regions} regions`);
    return found.cpuSeconds;
  };
  return (at(9) - at(3)) / (at(3) - at(1));
}

/** Of an odd number of values the one in the middle, of an even one the lower of the two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new RangeError("there is no median of nothing");
  return middle;
}
