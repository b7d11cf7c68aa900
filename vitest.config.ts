// One configuration for every room. Those named *.stack.test.ts start the real stack, *.heavy.test.ts take minutes of a core; `npm test` says which go together.
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { defineConfig } from "vitest/config";

/** By far the longest of those that go two at a time: beside all others, not after them. Until it has measured, vitest goes by the size of a file. */
const longest = ["crash-points.stack.test.ts", "life.heavy.test.ts", "cluster-driver.heavy.test.ts"];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLongest = ({ moduleId }: TestSpecification): boolean => longest.some((name) => moduleId.endsWith(name));
    // oxlint-disable-next-line unicorn/no-array-sort -- it is no array: the order that vitest would take
    const sorted = await super.sort(files);
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))];
  }
}

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/.gameday/**"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
    sequence: { sequencer: LongestFirst },
  },
});
