// A comment of a bounded length out of sections of any length: each gets its share, what one leaves over the next ones get, and what is left out is counted.

export interface Section {
  readonly title: string;
  /** Said whatever the room: a few lines. */
  readonly opening: readonly string[];
  /** Under the opening, as many as there is room for, from the first. */
  readonly lines: readonly string[];
  /** Of the room for lines, against the other sections' shares. */
  readonly share: number;
  /** Lines that mean nothing one by one (a drawing): all or none. */
  readonly whole?: boolean;
  /** What a line is, in the sentence about those that are left out. */
  readonly noun: string;
}

/** A line that is longer says so by an ellipsis: lines are bounded where they are made, this is the last guard. */
const longestLine = 1_200;

export function fit(title: readonly string[], sections: readonly Section[], closing: readonly string[], limit: number): string {
  const bounded = sections.map((section) => ({ ...section, opening: section.opening.map(cut), lines: section.lines.map(cut) }));
  const frame = [
    ...title.map(cut),
    ...bounded.flatMap((section) => ["", `### ${section.title}`, "", ...section.opening, leftOut(section, 9_999_999)]),
  ];
  let room = limit - length([...frame, "", ...closing.map(cut), ""]);
  let shares = bounded.reduce((sum, { share }) => sum + share, 0);
  // Twice: the second time what everybody was content with is there for those who were not.
  const taken = bounded.map((section) => {
    const lines = take(section, (Math.max(0, room) * section.share) / Math.max(1, shares));
    shares -= section.share;
    room -= length(lines);
    return lines.length;
  });
  const final = bounded.map((section, index) => {
    const already = length(section.lines.slice(0, taken[index]));
    const lines = take(section, Math.max(0, room) + already);
    room -= length(lines) - already;
    return lines;
  });
  const whole = [
    ...title.map(cut),
    ...bounded.flatMap((section, index) => {
      const lines = final[index] ?? [];
      const left = section.lines.length - lines.length;
      return ["", `### ${section.title}`, "", ...section.opening, ...lines, ...(left === 0 ? [] : [leftOut(section, left)])];
    }),
    "",
    ...closing.map(cut),
    "",
  ].join("\n");
  // Titles and openings end by themselves; should one not, the text ends here.
  return whole.length < limit ? whole : `${whole.slice(0, limit - 2).toWellFormed()}…`;
}

function take({ lines, whole }: Section, room: number): readonly string[] {
  if (whole === true) return length(lines) <= room ? lines : [];
  let left = room;
  const end = lines.findIndex((line) => (left -= line.length + 1) < 0);
  return end < 0 ? lines : lines.slice(0, end);
}

const leftOut = ({ noun, whole, lines }: Section, left: number): string =>
  whole === true
    ? `_${noun} left out: there is no room for it._`
    : `\n_${left} more of ${Math.max(left, lines.length)} ${noun} are left out: \`gameday review --json\` has them all._`;
const length = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length + 1, 0);
const cut = (line: string): string => (line.length <= longestLine ? line : `${line.slice(0, longestLine - 1).toWellFormed()}…`);
