// Which questions are asked, and what is wrong with an answer, without the server: the engine of questionnaires in a few lines, for
// what engines/questionnaire/src/portable writes. What it does not know it says it does not know (`undefined`): the question is
// then asked, and the server judges. It holds no page: tests run it on the cases the engine itself was run on.

class Unknown extends Error {}
const unknown = () => { throw new Unknown(); };
/** The value of `work`, or undefined when it cannot be known here. */
const attempt = (work) => {
  try { return work(); } catch (error) { if (error instanceof Unknown) return undefined; throw error; }
};
const words = (text) => text.split(/\s+/).filter(Boolean);

/** What was typed, in the shape conditions read. */
function normal(type, typed) {
  const clean = typed.trim();
  if (["whole", "number", "scale"].includes(type)) {
    const written = clean.replace(/[ \u00a0\u202f]/g, "").replaceAll(",", ".").replaceAll("−", "-");
    return /\d/.test(written) && /^[-+.\d]+$/.test(written) && Number.isFinite(Number(written)) ? written : clean;
  }
  if (type === "day") {
    const found = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(clean);
    return found && Number(found[3]) >= 1000 ? `${found[3]}-${found[2].padStart(2, "0")}-${found[1].padStart(2, "0")}` : clean;
  }
  if (type === "several" || type === "ranks") return [...new Set(words(clean))].join(" ");
  if (type === "tick") return ["OK", "on", "true", "1", "oui"].includes(clean) ? "OK" : clean;
  if (type === "text") return typed.trimEnd();
  return clean;
}
const isDay = (text) => {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!found) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.getUTCDate() === Number(found[3]);
};
function toNumber(text) {
  const clean = text.trim();
  if (/\d/.test(clean) && /^[\d.+\-eE]+$/.test(clean)) {
    const number = Number(clean);
    if (!Number.isNaN(number)) return number;
  }
  if (isDay(clean)) return Date.parse(`${clean}T00:00:00Z`) / 86400000;
  // A moment counts from 1970 too; hours are the server's.
  if (/\d[-:T]\d/.test(clean)) unknown();
  return NaN;
}
function numberText(number) {
  if (Number.isNaN(number)) return "NaN";
  if (!Number.isFinite(number)) return number > 0 ? "Infinity" : "-Infinity";
  if (number !== 0 && (Math.abs(number) >= 1e21 || Math.abs(number) < 1e-6)) unknown();
  return String(number === 0 ? 0 : number);
}
// A value is a text, a number, a truth, or the list of texts that a path found.
const text = (value) => (Array.isArray(value) ? value[0] ?? "" : typeof value === "number" ? numberText(value) : String(value));
const number = (value) => (typeof value === "number" ? value : typeof value === "boolean" ? Number(value) : toNumber(text(value)));
const truth = (value) => {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0 && !Number.isNaN(value);
  return text(value) !== "";
};
function isTrue(left, sign, right) {
  const kinds = [typeof left, typeof right];
  const isEqual = () => {
    if (kinds.includes("boolean")) return truth(left) === truth(right);
    if (kinds.includes("number")) return number(left) === number(right);
    return text(left) === text(right);
  };
  if (sign === "=") return isEqual();
  if (sign === "!=") return !isEqual();
  const [one, other] = [number(left), number(right)];
  return { "<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other }[sign];
}
const several = (value) => (Array.isArray(value) ? (value.length ? value : [""]) : [value]);
const compare = (left, sign, right) => several(left).some((one) => several(right).some((other) => isTrue(one, sign, other)));
const SUMS = { "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, div: (a, b) => a / b, mod: (a, b) => a % b };

function total(name, values) {
  const numbers = [];
  let count = 0;
  for (const value of values) {
    if (!Array.isArray(value)) { numbers.push(number(value)); continue; }
    for (const one of value) {
      if (name === "count") count += 1;
      else if (one.trim()) { count += 1; numbers.push(toNumber(one)); }
    }
  }
  if (name === "sum") return numbers.reduce((sum, one) => sum + one, 0);
  if (name === "count" || name === "count-non-empty") return count;
  if (!numbers.length || numbers.some(Number.isNaN)) return NaN;
  return name === "min" ? Math.min(...numbers) : Math.max(...numbers);
}
// Arguments come as functions: what is not needed is not worked out.
const CALLS = {
  selected: (of, code) => { const wanted = text(code()).trim(); return words(text(of())).some((one) => one === wanted); },
  "selected-at": (of, place) => { const at = number(place()); return at >= 0 && at < 1e6 ? words(text(of()))[Math.trunc(at)] ?? "" : ""; },
  "count-selected": (of) => words(text(of())).length,
  if: (condition, yes, no) => (truth(condition()) ? yes() : no()),
  coalesce: (...all) => { for (const one of all) { const found = text(one()); if (found) return found; } return ""; },
  not: (of) => !truth(of()),
  true: () => true,
  false: () => false,
  boolean: (of) => truth(of()),
  number: (of) => number(of()),
  int: (of) => Math.trunc(number(of())),
  round: (of) => Math.floor(number(of()) + 0.5),
  floor: (of) => Math.floor(number(of())),
  ceiling: (of) => Math.ceil(number(of())),
  abs: (of) => Math.abs(number(of())),
  string: (of) => text(of()),
  concat: (...all) => all.map((one) => { const value = one(); return Array.isArray(value) ? value.join("") : text(value); }).join(""),
  "string-length": (of) => [...text(of())].length,
  contains: (of, part) => text(of()).includes(text(part())),
  "starts-with": (of, start) => text(of()).startsWith(text(start())),
};
for (const name of ["count", "count-non-empty", "sum", "min", "max"]) CALLS[name] = (...all) => total(name, all.map((one) => one()));

/** The answers of one person on a form. `answers` gives what was typed by key; a question that is not there was not sent. */
export class Following {
  constructor(plan, answers) {
    this.items = plan.items;
    this.say = plan.say;
    this.answers = answers;
    this.known = new Map();
  }

  /** Every place an item stands: `enfants[1]/prenom`, `enfants[2]/prenom`. */
  keysOf(node) {
    const { k, p } = this.items[node];
    let around = p;
    while (around !== undefined && this.items[around].t !== "repeat") around = this.items[around].p;
    if (around === undefined) return this.items[node].t === "repeat" ? this.instances(node, k) : [k];
    const own = k.slice(this.items[around].k.length + 1);
    return this.keysOf(around).flatMap((key) => (this.items[node].t === "repeat" ? this.instances(node, `${key}/${own}`) : [`${key}/${own}`]));
  }

  instances(node, key) {
    let count = Number.parseInt(this.answers.get(key), 10);
    if (this.items[node].n !== undefined) {
      if (this.items[node].n === null) unknown();
      const wanted = number(this.worth(this.items[node].n, key.replace(/\/?[^/]*$/, "")));
      count = Number.isNaN(wanted) ? 0 : Math.min(Math.max(Math.trunc(wanted), 0), 500);
    } else if (!(count >= 0)) {
      const start = `${key}[`;
      count = Math.max(1, ...[...this.answers.keys()].filter((one) => one.startsWith(start)).map((one) => Number.parseInt(one.slice(start.length), 10)));
    }
    return Array.from({ length: count }, (_, rank) => `${key}[${rank + 1}]`);
  }

  /** The item that stands at a key. */
  nodeOf(key) {
    const plain = key.replace(/\[\d+\]/g, "");
    return this.items.findIndex((item) => item.k === plain);
  }

  /** Whether a question is asked; undefined when it cannot be known here. */
  isAsked(node, key) { return attempt(() => this.relevance(node, key)); }

  relevance(node, key) {
    const name = `?${node} ${key}`;
    if (!this.known.has(name)) this.known.set(name, attempt(() => this.isRelevant(node, key)));
    const found = this.known.get(name);
    return found === undefined ? unknown() : found;
  }

  isRelevant(node, key) {
    const { p, r } = this.items[node];
    // Groups have no place of their own in a key: they are told apart by their repeats.
    if (p !== undefined) {
      const above = this.items[p];
      const keys = this.keysOf(p);
      const found = keys.find((one) => above.t === "repeat" ? key.startsWith(`${one}/`) || key === one : sameRepeats(one, key));
      if (found === undefined || !this.relevance(p, found)) return false;
    }
    if (r === undefined) return true;
    return r === null ? unknown() : truth(this.worth(r, key));
  }

  /** The answer at a key, as understood; empty when it is not asked. */
  value(node, key) {
    const name = `=${node} ${key}`;
    if (!this.known.has(name)) this.known.set(name, attempt(() => (this.relevance(node, key) ? this.typed(node, key) : "")));
    const found = this.known.get(name);
    return found === undefined ? unknown() : found;
  }

  typed(node, key) {
    const item = this.items[node];
    if (item.t === "device") unknown();
    if (item.t === "group" || item.t === "repeat") return "";
    if (item.v !== undefined) {
      if (item.v === null) unknown();
      const worth = this.worth(item.v, key);
      return typeof worth === "number" && Number.isNaN(worth) ? "" : text(worth);
    }
    const given = this.answers.get(key) ?? item.d;
    return given === null ? unknown() : normal(item.t, given ?? "");
  }

  worth(expression, key, line) {
    if (!Array.isArray(expression)) return expression;
    const [head, ...rest] = expression;
    if (head === ".") return line ? [""] : [this.value(this.nodeOf(key), key)];
    if (head === "@") return line && rest[0] in line ? [line[rest[0]]] : line ? [] : unknown();
    if (head === "$") {
      const seen = this.keysOf(rest[0]).filter((one) => sameRepeats(one, key) && this.relevance(rest[0], one));
      return seen.map((one) => this.value(rest[0], one));
    }
    if (head === "-") return -number(this.worth(rest[0], key, line));
    if (head === "regex") return new RegExp(`^(?:${rest[1]})$`).test(text(this.worth(rest[0], key, line)));
    if (head !== "chain") return CALLS[head](...rest.map((part) => () => this.worth(part, key, line)));
    let value = this.worth(rest[0], key, line);
    for (let at = 1; at < rest.length; at += 2) {
      const sign = rest[at];
      const right = () => this.worth(rest[at + 1], key, line);
      if (sign === "and") value = truth(value) && truth(right());
      else if (sign === "or") value = truth(value) || truth(right());
      else if (sign in SUMS) value = SUMS[sign](number(value), number(right()));
      else value = compare(value, sign, right());
    }
    return value;
  }

  /** The codes that the filter of a question leaves; undefined when it cannot be known here. */
  offered(node, key) {
    const { l, f } = this.items[node];
    if (!l) return undefined;
    if (f === undefined) return l.map((line) => line.name);
    return f === null ? undefined : attempt(() => l.filter((line) => truth(this.worth(f, key, line))).map((line) => line.name));
  }

  /** What is wrong with the answer to a question that is asked: its kind and its sentence; nothing when all is well or unknown. */
  fault(node, key) {
    const item = this.items[node];
    if (this.isAsked(node, key) !== true || item.t === "words" || item.v !== undefined) return null;
    const value = attempt(() => this.value(node, key));
    if (value === undefined) return null;
    const own = (kind, sentence) => ({ kind, sentence: item.say?.[kind] ?? sentence ?? this.say[kind] });
    if (!value) return item.q && attempt(() => truth(this.worth(item.q, key))) ? own("missing") : null;
    const shape = this.misshapen(item, node, key, value);
    if (shape) return shape;
    return item.c && attempt(() => truth(this.worth(item.c, key))) === false ? own("constraint") : null;
  }

  misshapen(item, node, key, value) {
    const wrong = (kind, numbers = {}) => ({
      kind, sentence: Object.entries(numbers).reduce((told, [name, one]) => told.replaceAll(`{${name}}`, one), this.say[kind]),
    });
    const isDecimal = () => !isDay(value) && !/[:T]/.test(value) && Number.isFinite(attempt(() => toNumber(value)));
    if (item.t === "whole" && !/^[-+]?\d{1,15}$/.test(value)) return wrong("whole");
    if ((item.t === "number" || item.t === "scale") && !isDecimal()) return wrong("number");
    if (item.t === "day" && !isDay(value)) return wrong("day");
    if (item.t === "tick" && value !== "OK") return wrong("tick");
    if (item.t === "scale") {
      const [start, end, step] = item.s;
      const [least, most] = [Math.min(start, end), Math.max(start, end)];
      const steps = (Number(value) - start) / step;
      if (Number(value) < least || Number(value) > most || Math.abs(steps - Math.round(steps)) >= 1e-6) return wrong("out-of-scale", { least, most });
    }
    if (!["one", "several", "ranks"].includes(item.t) || !item.l) return null;
    const codes = item.t === "one" ? [value] : words(value);
    const offered = this.offered(node, key);
    if (offered && codes.some((code) => !offered.includes(code))) return wrong("not-offered");
    if (item.t === "one") return null;
    const given = codes.length;
    if (item.m !== undefined && given > item.m) {
      const told = wrong(item.m === 1 ? "too-many-of-one" : "too-many", { given, most: item.m, less: given - item.m });
      // What the form itself says of a count comes after ours.
      return { kind: "too-many", sentence: [told.sentence, item.say?.constraint].filter(Boolean).join(" ") };
    }
    const alone = codes.find((code) => item.a.includes(code));
    if (alone && given > 1) return { ...wrong("not-alone"), code: alone };
    if (item.t !== "ranks" || item.m !== undefined || alone || !offered) return null;
    const count = offered.filter((code) => !item.a.includes(code)).length;
    return given < count ? wrong("unranked", { count }) : null;
  }
}

/** Whether two keys are of the same instance of the repeats both stand in. */
function sameRepeats(one, other) {
  const ranks = (key) => new Map([...key.matchAll(/([^[\]]*)\[(\d+)\]/g)].map((found) => [key.slice(0, found.index + found[1].length).replace(/\[\d+\]/g, ""), found[2]]));
  const [left, right] = [ranks(one), ranks(other)];
  return [...left].every(([repeat, rank]) => !right.has(repeat) || right.get(repeat) === rank);
}
