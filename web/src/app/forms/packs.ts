// Which rules bind. Nobody of a production takes a pack away: this only adds.

import type { Role } from "../../wire/protocol";
import { given } from "./fields";
import { type Field, type Form, groupOf, type Known, type Typed, text } from "./form";

const signs: readonly Role[] = ["founder", "advisor", "ad", "handler"];

const free = (known: Known): Known["packs"] => known.packs.filter((each) => !each.adopted);

/** One pack can lie here in two editions: which is meant is what both people sign. */
const which = (each: Known["packs"][number]): string => `${each.pack} ${each.digest}`;

const chosen = (known: Known, typed: Typed): Known["packs"][number] | undefined =>
  free(known).find((each) => which(each) === text(typed, "which"));

const edition: readonly Field[] = [
  {
    name: "which",
    asks: "one",
    aside: true,
    // The rules of the place come first; what else a production takes on is for people to say.
    rows: (known) =>
      free(known)
        .toSorted((a, b) => Number(b.here) - Number(a.here))
        .map((each) => ({
          value: which(each),
          text: `${each.pack}: ${each.authority}, ${each.edition}`,
        })),
  },
  given("pack", (known, typed) => chosen(known, typed)?.pack ?? ""),
  given("digest", (known, typed) => chosen(known, typed)?.digest ?? ""),
];

export const packForms: readonly Form[] = [
  {
    act: "adopt-pack",
    kind: "production.packs-adopted",
    roles: signs,
    how: "verified",
    beside: (mine) => (mine === "handler" ? signs.filter((each) => each !== mine) : signs),
    mends: ["adopt-pack"],
    fields: [{ name: "packs", asks: "group", of: edition }],
    says: (known, typed) => ({
      packs: groupOf(typed, "packs")
        .map((row) => chosen(known, row)?.pack ?? "")
        .filter((pack) => pack !== "")
        .join(", "),
    }),
  },
];
