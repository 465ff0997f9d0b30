// Typed work. It is kept for the tab as it is typed, so that Back, an alarm or a reload loses none.

import { session } from "./session.svelte";

const prefix = "proofhouse.kept";

function read<T extends object>(name: string, blank: T): T {
  const text = sessionStorage.getItem(name);
  if (text === null) return structuredClone(blank);
  try {
    return { ...structuredClone(blank), ...(JSON.parse(text) as Partial<T>) };
  } catch {
    return structuredClone(blank);
  }
}

export interface Kept<T> {
  value: T;
  /** done forgets what was typed, once it was recorded. */
  done(): void;
}

/** kept returns the form of a screen. To be called while a component is being made. */
export function kept<T extends object>(screen: string, blank: T): Kept<T> {
  const name = `${prefix}/${session.person}/${screen}`;
  const form = $state({ value: read(name, blank) });
  $effect(() => {
    sessionStorage.setItem(name, JSON.stringify(form.value));
  });
  return {
    get value() {
      return form.value;
    },
    set value(value: T) {
      form.value = value;
    },
    done() {
      form.value = structuredClone(blank);
      sessionStorage.removeItem(name);
    },
  };
}
