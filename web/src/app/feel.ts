// What a gloved hand feels without looking: four patterns, and none while the camera rolls.

import type { Theme } from "./theme.svelte";

export type Feel = "right" | "wrong" | "twice" | "stop";

/** In milliseconds: on, off, on. Each differs from the others in number or length, not in strength. */
const patterns: Readonly<Record<Feel, readonly number[]>> = {
  right: [40],
  wrong: [60, 60, 60],
  twice: [40, 160, 40, 160, 40],
  stop: [700],
};

/** patternOf is what the phone does for a feel under a light; nothing beside the camera. */
export function patternOf(feel: Feel, light: Theme): readonly number[] {
  return light === "rolling" ? [] : patterns[feel];
}

/** feel shakes the phone, where it can: browsers refuse it to a page that nobody has touched yet. */
export function feel(what: Feel, light: Theme): void {
  const pattern = patternOf(what, light);
  if (pattern.length === 0 || navigator.userActivation?.hasBeenActive === false) return;
  navigator.vibrate?.([...pattern]);
}
