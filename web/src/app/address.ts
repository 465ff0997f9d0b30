// How a screen is addressed: the part of the address behind "#".

/** to is the address of a screen. */
export function to(...parts: string[]): string {
  return `#/${parts.map(encodeURIComponent).join("/")}`;
}
