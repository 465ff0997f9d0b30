// The language of this phone and its catalogue.

import { identity } from "../wire/dsse";
import { type Catalogue, fill, type Params } from "./catalogue";

export type Language = "en" | "es";

const remembered = "proofhouse.language";

function firstLanguage(): Language {
  const chosen = localStorage.getItem(remembered);
  if (chosen === "en" || chosen === "es") return chosen;
  return navigator.language.toLowerCase().startsWith("es") ? "es" : "en";
}

class Words {
  language = $state<Language>(firstLanguage());
  #digests: Partial<Record<Language, string>> = {};
  #catalogues = $state.raw<Partial<Record<Language, Catalogue>>>({});

  /** digest names the catalogue on this screen; every act says under which words it was signed. */
  get digest(): string {
    return this.#digests[this.language] ?? "";
  }

  has(key: string): boolean {
    return this.#catalogues[this.language]?.[key] !== undefined;
  }

  say(key: string, params: Params = {}): string {
    return fill(this.#catalogues[this.language] ?? {}, key, params);
  }

  async speak(language: Language): Promise<void> {
    if (!this.#catalogues[language]) {
      const answer = await fetch(`/words/${language}.json`);
      if (!answer.ok) throw new Error(`words: the server answered ${answer.status}`);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      const catalogue = JSON.parse(new TextDecoder().decode(bytes)) as Catalogue;
      this.#digests[language] = await identity(bytes);
      this.#catalogues = { ...this.#catalogues, [language]: catalogue };
    }
    this.language = language;
    localStorage.setItem(remembered, language);
    document.documentElement.lang = language;
  }
}

export const words = new Words();

/** t is the sentence of a key in the language of this phone. */
export function t(key: string, params: Params = {}): string {
  return words.say(key, params);
}

/** tryKeys says the first of the keys the catalogue has, or the last one as it is. */
export function tFirst(keys: readonly string[], params: Params = {}): string {
  const key = keys.find((k) => words.has(k)) ?? keys.at(-1) ?? "";
  return words.say(key, params);
}
