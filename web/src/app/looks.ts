// What a look into an item saw, place by place, in few words: "1, 2, 4-6".

export interface Looked {
  look: string;
  places: string;
}

/** ranges writes numbers as people read a list of chambers; they come in rising order. */
export function ranges(numbers: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const n of numbers) {
    const last = parts.at(-1);
    if (last && last[1] === n - 1) last[1] = n;
    else parts.push([n, n]);
  }
  return parts
    .flatMap(([from, to]) => {
      if (to - from >= 2) return [`${from}-${to}`];
      return from === to ? [String(from)] : [String(from), String(to)];
    })
    .join(", ");
}

/** looksIn groups the places of a look by what was seen there, in the order of the first of each. */
export function looksIn(looks: readonly string[]): Looked[] {
  const kinds = [...new Set(looks)];
  return kinds.map((look) => ({
    look,
    places: ranges(looks.flatMap((each, i) => (each === look ? [i + 1] : []))),
  }));
}
