// What a misspelt word was probably meant to be.

/** The candidate with the fewest edits to `word`, if they are few for its length. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const [best] = candidates.map((candidate) => ({ candidate, edits: editDistance(word, candidate) })).toSorted((a, b) => a.edits - b.edits);
  return best !== undefined && best.edits <= Math.ceil(word.length / 3) ? best.candidate : undefined;
}

/** Levenshtein's: insertions, deletions and replacements. */
export function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let index = 0; index < from.length; index += 1) {
    const next = [index + 1];
    for (let place = 0; place < to.length; place += 1) {
      const replaced = (row[place] ?? 0) + (from[index] === to[place] ? 0 : 1);
      next.push(Math.min(replaced, (row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
