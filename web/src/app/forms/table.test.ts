import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Board, Role } from "../../wire/protocol";
import { formFor, formLink, formParams } from "../links";
import {
  bodyOf,
  type Form,
  type Known,
  maySign,
  openingsOf,
  ready,
  rowsOf,
  valuesOf,
} from "./form";
import { actsOf, itemActs, roleActs } from "./offered";
import { formOf, forms } from "./table";

interface Member {
  name: string;
  type: string;
  bounds: string;
}

interface Kind {
  signed: { roles: string; how: string }[];
  members: Member[];
  /** The members of each object of a list, as "list: member". */
  rows: Member[];
}

/** The page that says which bytes are signed is kept in step with the code by a test of its own. */
const page = readFileSync(new URL("../../../../docs/spec/events.md", import.meta.url), "utf8");

function kindOf(name: string): Kind {
  const part = page.split(`### ${name}\n`)[1]?.split("\n### ")[0] ?? "";
  const signed = [...part.matchAll(/^- signed by: (.+), (verified|session)$/gm)].map((each) => ({
    roles: each[1] ?? "",
    how: each[2] ?? "",
  }));
  const rows = [...part.matchAll(/^\| ([a-z]+): `([a-z0-9_]+)` \| ([^|]+) \| ([^|]*) \|$/gm)].map(
    (each) => ({
      name: `${each[1]}: ${each[2]}`,
      type: (each[3] ?? "").trim(),
      bounds: (each[4] ?? "").trim(),
    }),
  );
  const members = [...part.matchAll(/^\| `([a-z0-9_]+)` \| ([^|]+) \| ([^|]*) \|$/gm)].map(
    (each) => ({
      name: each[1] ?? "",
      type: (each[2] ?? "").trim(),
      bounds: (each[3] ?? "").trim(),
    }),
  );
  return { signed, members, rows };
}

const read = (name: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../../../../words/${name}.json`, import.meta.url), "utf8"));
const languages = {
  en: { ...read("en"), ...read("screens.en") },
  es: { ...read("es"), ...read("screens.es") },
};

const contents = {
  class: "LIVE_CAPABLE",
  serial4: "4471",
  state: "known",
  groups: [],
  chambers: 6,
  tested: null,
} as const;

const board = {
  unit: "main",
  day: "2026-11-23",
  place: "stage-4",
  scene: "42",
  items: ["R-03", "R-04"].map((item) => ({
    item,
    contents: { item, ...contents, groups: [] },
    with: { kind: "handler", person: "h1", container: "" },
    hold: false,
  })),
} as unknown as Board;

const person = (id: string, roles: Role[], duty = ""): Known["people"][number] => ({
  person: id,
  name: id,
  department: "props",
  roles,
  enrolled: true,
  duty,
});

const box = (container: string, what: string, lot = ""): Known["containers"][number] => ({
  container,
  what,
  lot,
  rounds: lot === "" ? 0 : 10,
  state: "known",
  seal: "",
  with: { kind: "nobody", person: "", container: "" },
});

const block = (kind: string, index: number, about: object): Known["blocks"][number] => ({
  id: String(index).repeat(64).slice(0, 64),
  index,
  kind,
  by: "h1",
  said_for: "",
  lifts: "",
  time: 1,
  item: "",
  container: "",
  lot: "",
  scene: "",
  n: 1,
  ...about,
});

const known: Known = {
  me: "h1",
  role: "handler",
  params: { item: "R-03" },
  item: null,
  board,
  containers: [
    box("BOX-1", "box", "D-014"),
    box("BOX-2", "box"),
    box("LOCKER-1", "locker"),
    box("QUAR-1", "quarantine"),
  ],
  lots: [
    { lot: "D-014", nature: "DUMMY", construction: "", load: "", count: 10, container: "BOX-1" },
    { lot: "B-02", nature: "BLANK", construction: "", load: "half", count: 10, container: "BX-B" },
  ],
  other: "h2",
  accepts: [
    {
      unit: "main",
      day: "2026-11-23",
      reason: "meeting.absent",
      scene: "42",
      item: "",
      person: "dir1",
      detail: "",
      accepted: false,
      params: { person: "dir1" },
    },
  ],
  packs: [
    {
      pack: "uk-hse",
      digest: "1".repeat(64),
      edition: "e1",
      authority: "a",
      adopted: false,
      here: true,
    },
    {
      pack: "house",
      digest: "2".repeat(64),
      edition: "e1",
      authority: "a",
      adopted: false,
      here: false,
    },
    {
      pack: "us-ca-part13",
      digest: "3".repeat(64),
      edition: "e1",
      authority: "a",
      adopted: true,
      here: true,
    },
  ],
  forks: [{ object: "item/R-03", heads: ["d".repeat(64), "e".repeat(64)] }],
  every: (kind) =>
    kind === "hold.accepted" ? [{ id: "f".repeat(64), body: { reason: "meeting.absent" } }] : [],
  entry: {
    id: "9".repeat(64),
    kind: "item.examined",
    says: "h1 looked at 6 chambers of R-03.",
    fields: [
      { name: "item", says: "Item: R-03" },
      { name: "length", says: "Number of chambers: 6" },
    ],
  },
  row: 0,
  before: {},
  people: [
    person("h1", ["handler"], "handler"),
    person("h2", ["handler"]),
    person("w1", ["watcher"], "watcher"),
    person("w2", ["watcher"]),
    person("ad1", ["ad"], "ad"),
    person("med1", ["medic"]),
  ],
  scenes: [
    {
      scene: "42",
      purpose: "rehearsal",
      items: ["R-03"],
      day: "2026-11-23",
      place: "stage-4",
      plan: "a".repeat(64),
      meeting: "c".repeat(64),
    },
  ],
  blocks: [
    block("item.misfired", 1, { item: "R-03" }),
    block("item.quarantined", 2, { container: "QUAR-1" }),
    block("rounds.counted", 3, { item: "R-03" }),
    block("incident.declared", 4, { item: "R-03" }),
  ],
  today: "2026-11-23",
  body: (id) =>
    id === "a".repeat(64)
      ? { zone: [{ person: "ad1", distance_mm: 3000, where: "" }], near: ["med1"] }
      : undefined,
  newest: {
    "production.day-called": { id: "b".repeat(64), body: { region: "US-CA" } },
    "scene.meeting-held": { id: "c".repeat(64), body: {} },
  },
};

/** answered fills a form the way a hand does: the first row of each list, one of each number. */
function answered(form: Pick<Form, "fields">): Record<string, string | string[]> {
  const typed: Record<string, string | string[]> = {};
  for (const field of form.fields) {
    if (field.asks === "given") continue;
    if (field.asks === "group") {
      typed[field.name] = [JSON.stringify(answered({ fields: field.of ?? [] }))];
      continue;
    }
    const [row] = rowsOf(field, known, valuesOf(form, known, typed));
    if (field.asks === "many") typed[field.name] = [row?.value ?? ""];
    else if (field.asks === "one") typed[field.name] = row?.value ?? "";
    else if (["count", "number", "metres"].includes(field.asks)) typed[field.name] = "1";
    else if (field.asks === "day") typed[field.name] = "2026-11-23";
    else typed[field.name] = "stage-4";
  }
  return typed;
}

describe.each(forms.map((form) => [form.act, form] as const))("the form %s", (act, form) => {
  const kind = kindOf(form.kind);

  it("sets every member of its kind, in the order they are signed, and no other", () => {
    expect(kind.members.length).toBeGreaterThan(0);
    const body = bodyOf(form, valuesOf(form, known, answered(form)));
    expect(Object.keys(body)).toEqual(kind.members.map((each) => each.name));
    for (const member of kind.members) {
      const value = body[member.name];
      if (member.type === "list of objects") {
        const [row] = value as Record<string, unknown>[];
        const wanted = kind.rows.filter((each) => each.name.startsWith(`${member.name}: `));
        expect(Object.keys(row ?? {})).toEqual(wanted.map((each) => each.name.split(": ")[1]));
        for (const each of wanted) {
          const inner = row?.[each.name.split(": ")[1] ?? ""];
          expect(typeof inner, each.name).toBe(each.type === "int" ? "number" : "string");
        }
      } else if (member.type.startsWith("list")) expect(value, member.name).toBeInstanceOf(Array);
      else expect(typeof value, member.name).toBe(member.type === "int" ? "number" : "string");
    }
  });

  it("offers exactly the words of the format where it has a closed list", () => {
    const asked = form.fields.flatMap((field) => [
      { field, name: field.name },
      ...(field.of ?? []).map((each) => ({ field: each, name: `${field.name}: ${each.name}` })),
    ]);
    for (const { field, name } of asked) {
      const member = [...kind.members, ...kind.rows].find((each) => each.name === name);
      if (!member || !field.list) continue;
      const allowed = [...member.bounds.matchAll(/`([^`]+)`/g)].map((each) => each[1]);
      for (const value of field.list.slice(1)) expect(allowed).toContain(value);
    }
  });

  it("can be signed once all is there, and not before", () => {
    expect(ready(form, known, valuesOf(form, known, answered(form)))).toBe(true);
    const needed = form.fields.filter((field) => !field.free && !field.first);
    for (const field of needed) {
      const typed = {
        ...answered(form),
        [field.name]: ["many", "group"].includes(field.asks) ? [] : "",
      };
      expect(ready(form, known, valuesOf(form, known, typed)), field.name).toBe(false);
    }
  });

  it("is signed by the roles and as surely as its kind wants", () => {
    const [first, second] = kind.signed;
    const anybody = "any role";
    const wanted = kind.signed.flatMap((each) => each.roles.split(" or "));
    for (const role of form.roles) {
      expect(wanted.includes(anybody) || wanted.includes(role), role).toBe(true);
      const beside = form.beside?.(role) ?? [];
      expect(beside.length > 0).toBe(second !== undefined);
      for (const each of beside)
        expect(wanted.includes(anybody) || wanted.includes(each)).toBe(true);
    }
    expect(form.how).toBe(first?.how);
  });

  it("is offered to nobody else", () => {
    expect(maySign(form, "")).toBe(false);
    for (const role of ["custodian", "guild", "investigator", "operator", "recipient"] as const) {
      expect(maySign(form, role)).toBe(false);
    }
    for (const role of form.roles) expect(maySign(form, role)).toBe(true);
  });

  it.each(["en", "es"] as const)("has its words in %s", (language) => {
    const words = languages[language];
    const wanted = [`screen.act.${act}`, `screen.act.${act}.sign`, `history.${form.kind}`];
    for (const field of form.fields.flatMap((each) => [...(each.of ?? []), each])) {
      if (field.asks === "given" || field.asks === "group") continue;
      const own = `screen.act.${act}.${field.name}`;
      wanted.push(own in words ? own : `screen.field.${field.name}`);
      for (const value of field.list?.slice(1) ?? []) wanted.push(`${field.list?.[0]}.${value}`);
    }
    expect(wanted.filter((key) => !(key in words))).toEqual([]);
  });

  it("fills every part of the sentence that is signed", () => {
    const values = valuesOf(form, known, answered(form));
    const parts = [...(languages.en[`history.${form.kind}`] ?? "").matchAll(/\{([a-z]+)\}/g)];
    const has = new Set([
      "by",
      "with",
      ...form.fields.map((field) => field.name),
      ...Object.keys(form.says?.(known, values) ?? {}),
      ...(form.fields.some((field) => field.name === "of" && values.of === "a".repeat(64))
        ? ["scene"]
        : []),
    ]);
    expect(parts.map((each) => each[1]).filter((name) => !has.has(name ?? ""))).toEqual([]);
  });
});

describe("the table of acts", () => {
  it("names each act once", () => {
    expect(new Set(forms.map((form) => form.act)).size).toBe(forms.length);
  });

  it("says the same as the links of reasons", () => {
    const mends = forms.flatMap((form) => (form.mends ?? []).map((each) => [each, form.act]));
    expect(Object.fromEntries(mends)).toEqual(formFor);
  });

  it("has a form for each act that a screen offers, to whom it offers it", () => {
    for (const role of Object.keys({ ...itemActs, ...roleActs }) as Role[]) {
      for (const act of actsOf(role)) {
        const form = formOf(act);
        expect(form, act).toBeDefined();
        if (form) expect(maySign(form, role), `${role} ${act}`).toBe(true);
      }
    }
    for (const form of forms) {
      if (form.onItem) expect(itemActs.handler).toContain(form.act);
      for (const act of form.instead ?? []) expect(formOf(act)).toBeDefined();
    }
  });

  it("offers every act somewhere: in a list, on a reason, or from another act or entry", () => {
    const roles = Object.keys({ ...itemActs, ...roleActs }) as Role[];
    const fromEntries = ["correct", "countersign"];
    const reached = new Set([
      ...roles.flatMap(actsOf),
      ...Object.values(formFor),
      ...forms.flatMap((form) => form.instead ?? []),
      ...fromEntries,
    ]);
    expect(forms.map((form) => form.act).filter((act) => !reached.has(act))).toEqual([]);
  });

  it("carries what a reason knows through the address", () => {
    const link = formLink("bore", { item: "R-03", index: "17", n: "0", person: "" });
    expect(link).toBe("#/act/bore/item/R-03/index/17");
    expect(formParams(["item", "R-03", "index", "17"])).toEqual({ item: "R-03", index: "17" });
  });
});

describe("the form about who came to a meeting", () => {
  const attend = formOf("attend") as Form;
  const scene = (name: string, meeting: string) => ({
    ...(known.scenes[0] as Known["scenes"][number]),
    scene: name,
    plan: name.repeat(32),
    meeting,
  });
  const two = [scene("42", "c".repeat(64)), scene("43", "d".repeat(64))];
  // The last meeting of all was about another scene than the one that is named.
  const asked = (scenes: Known["scenes"], about = "42", hand = "42"): Known => ({
    ...known,
    scenes,
    params: about === "" ? {} : { scene: about },
    board: { ...board, scene: hand },
    newest: { "scene.meeting-held": { id: "d".repeat(64), body: {} } },
  });

  it.each([
    ["42", "43", "c"],
    ["43", "42", "d"],
    ["", "42", "c"],
    ["", "43", "d"],
  ])(
    "with %j asked and %j on the board signs the meeting its sentence names",
    (about, hand, of) => {
      const here = asked(two, about, hand);
      const values = valuesOf(attend, here, { people: ["p1"] });
      expect(bodyOf(attend, values).of).toBe(of.repeat(64));
      expect(attend.says?.(here, values)).toEqual({ scene: of === "c" ? "42" : "43" });
    },
  );

  it("says the scene of the meeting that a hand chose", () => {
    const values = valuesOf(attend, asked(two), { of: "d".repeat(64) });
    expect(values.of).toBe("d".repeat(64));
    expect(attend.says?.(asked(two), values)).toEqual({ scene: "43" });
  });

  it("takes no other scene's meeting where there was none, and cannot be signed", () => {
    const none = asked([scene("42", ""), scene("43", "d".repeat(64))]);
    const all = { people: ["h1"], how: "badge" };
    expect(valuesOf(attend, none, all).of).toBe("");
    expect(ready(attend, none, valuesOf(attend, none, all))).toBe(false);
    const empty = asked([scene("42", "")]);
    expect(ready(attend, empty, valuesOf(attend, empty, all))).toBe(false);
    expect(ready(attend, asked(two), valuesOf(attend, asked(two), all))).toBe(true);
  });
});

describe("the form that ends a quarantine", () => {
  const release = formOf("release") as Form;
  const [of] = release.fields;
  const two = {
    ...known,
    blocks: [
      block("item.quarantined", 2, { container: "QUAR-1" }),
      block("item.quarantined", 2, { item: "R-03" }),
      block("item.quarantined", 5, { container: "QUAR-2" }),
    ],
  };

  it("has the judge asked about each box that was chosen", () => {
    const all = { of: two.blocks.map((row) => row.id) };
    expect(of?.judged?.(two, all).questions).toEqual([
      { ask: "release", of: "QUAR-1" },
      { ask: "release", of: "QUAR-2" },
    ]);
    expect(of?.judged?.(two, { of: [] }).questions).toEqual([]);
  });

  it("lists one act once, with all that it holds", () => {
    const rows = of ? rowsOf(of, two, {}) : [];
    expect(rows.map((row) => row.params?.what)).toEqual(["QUAR-2", "QUAR-1, R-03"]);
  });
});

describe("the forms about one entry", () => {
  it.each(["correct", "countersign"])("%s shows what the entry says before it is signed", (act) => {
    const form = formOf(act) as Form;
    const [of] = form.fields;
    const shown = of ? rowsOf(of, known, {}).map((row) => row.text ?? "") : [];
    expect(shown).toHaveLength(1);
    expect(shown[0]).toContain("h1 looked at 6 chambers of R-03.");
    if (act === "countersign") expect(shown[0]).toContain("Number of chambers: 6");
    else
      expect(form.fields.flatMap((field) => rowsOf(field, known, {}))).toContainEqual({
        value: "length",
        text: "Number of chambers: 6",
      });
    const unread = { ...known, entry: null };
    const values = valuesOf(form, unread, { of: "9".repeat(64), fields: ["item"] });
    expect(values.of).toBe("");
    expect(ready(form, unread, values)).toBe(false);
  });
});

describe("a form", () => {
  const lockUp = formOf("lock-up") as Form;

  it("signs nothing that is not on the screen any more", () => {
    const values = valuesOf(lockUp, known, { items: ["R-03", "R-99"] });
    expect(values.items).toEqual(["R-03"]);
    expect(bodyOf(lockUp, values)).toEqual({ items: ["R-03"], container: "LOCKER-1" });
  });

  it("lists first whom the plan brings together, and takes no crowd with one press at the muzzle", () => {
    const people = (act: string) => formOf(act)?.fields.find((field) => field.name === "people");
    const of = { of: "a".repeat(64) };
    expect(people("pointing")?.likely?.(known, of)).toEqual(["ad1"]);
    expect(people("pointing")?.all).toBe(false);
    expect(people("meeting")?.likely?.(known, of)).toEqual(["ad1", "med1", "h1", "w1"]);
    expect(people("attend")?.likely?.(known, { of: "c".repeat(64) })).toContain("med1");
  });

  it("keeps a text beside the act and out of its bytes", () => {
    const close = formOf("close-misfire") as Form;
    const values = { ...valuesOf(close, known, answered(close)), cause: " a dented primer " };
    expect(bodyOf(close, values)).not.toHaveProperty("cause");
    expect(openingsOf(close, values)).toEqual([{ field: "cause", value: "a dented primer" }]);
    expect(openingsOf(close, { ...values, cause: "" })).toEqual([]);
  });

  it("wants one of several lists where neither alone is needed", () => {
    const quarantine = formOf("quarantine") as Form;
    expect(ready(quarantine, known, { items: [], containers: [] })).toBe(false);
    expect(ready(quarantine, known, { items: [], containers: ["BOX-1"] })).toBe(true);
  });

  it("takes no number that is none, nor one out of bounds", () => {
    const unload = formOf("unload") as Form;
    const values = (unfired: string) =>
      valuesOf(unload, known, { container: "BOX-1", unfired, spent: "0" });
    for (const bad of ["", "-1", "1.5", "six", "101"]) {
      expect(ready(unload, known, values(bad)), bad).toBe(false);
    }
    expect(ready(unload, known, values("6"))).toBe(true);
  });
});
