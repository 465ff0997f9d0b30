// The time of a screen that counts seconds. To be called while a component is being made.

import { record } from "./record.svelte";

export function ticking(): { readonly ms: number } {
  let ms = $state(record.clock.ms());
  $effect(() => {
    const timer = setInterval(() => {
      ms = record.clock.ms();
    }, 1000);
    return () => clearInterval(timer);
  });
  return {
    get ms() {
      return ms;
    },
  };
}
