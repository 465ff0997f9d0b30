// Time as people read it: the age of a thing, and the hour it happened.

import type { Params } from "./catalogue";

/** age says how long ago a time was, as a key of the catalogue and its number. */
export function age(thenSec: number, nowMs: number): { key: string; params: Params } {
  const minutes = Math.floor((nowMs / 1000 - thenSec) / 60);
  if (minutes < 1)
    return { key: "age.seconds", params: { n: Math.max(0, Math.floor(nowMs / 1000 - thenSec)) } };
  if (minutes < 60) return { key: "age.minutes", params: { n: minutes } };
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return { key: "age.hours", params: { n: hours } };
  return { key: "age.days", params: { n: Math.floor(hours / 24) } };
}

const twoDigits = (n: number): string => String(n).padStart(2, "0");

/** hour is the local time of day of a moment, as people on set say it. */
export function hour(sec: number): string {
  const date = new Date(sec * 1000);
  return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

/** dayAndHour is the hour today, and the day too for what was earlier. */
export function dayAndHour(sec: number, nowMs: number, language: string): string {
  const [then, now] = [new Date(sec * 1000), new Date(nowMs)];
  if (then.toDateString() === now.toDateString()) return hour(sec);
  const day = new Intl.DateTimeFormat(language, {
    day: "numeric",
    month: "short",
    year: "numeric",
  });
  return `${day.format(then)}, ${hour(sec)}`;
}

/** hourWithSeconds is for acts that follow each other within a minute. */
export function hourWithSeconds(sec: number): string {
  return `${hour(sec)}:${twoDigits(new Date(sec * 1000).getSeconds())}`;
}

/** grouped writes an entry number as people read it, for example 1,204. */
export function grouped(n: number, language: string): string {
  return new Intl.NumberFormat(language).format(n);
}
