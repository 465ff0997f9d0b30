// Filling one sentence of the catalogue. The catalogue itself comes from the server.

export type Catalogue = Readonly<Record<string, string>>;
export type Params = Readonly<Record<string, string | number>>;

/**
 * fill writes the sentence of a key. With n = 1 the key's ".one" form is taken where there is one.
 * A key the catalogue lacks is shown as itself: a missing sentence must be seen, not guessed.
 */
export function fill(catalogue: Catalogue, key: string, params: Params = {}): string {
  const one = String(params.n ?? "") === "1" ? catalogue[`${key}.one`] : undefined;
  const sentence = one ?? catalogue[key];
  if (sentence === undefined) return key;
  return sentence.replace(/\{([a-z0-9_]+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : String(value);
  });
}
