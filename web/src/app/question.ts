// What a verdict answers, in words: HOLD or COMPLETE alone says nothing about what.

import type { Question } from "../wire/protocol";
import { nameOf } from "./people.svelte";
import { t } from "./words.svelte";

/** questionWords asks the question of a verdict as people would. */
export function questionWords(question: Question): string {
  switch (question.ask) {
    case "start":
      return t("screen.ask.start", { scene: question.scene });
    case "hand-over":
      return t("screen.ask.hand-over", { item: question.item, person: nameOf(question.to) });
    case "load":
      return t("screen.ask.load", { item: question.item, container: question.container });
    case "release":
      return t("screen.ask.release");
    case "tomorrow":
      return t("screen.ask.tomorrow", { scene: question.scene });
    case "close":
      return t("screen.ask.close");
  }
}
