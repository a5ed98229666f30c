// What others do appears by itself. It asks now and then whether anything changed, which costs one look-up when nothing did; then it
// reads the page again and draws only the parts in which nobody is writing. Every page works without this file.

const EVERY = 5000;
const LONGEST = 60_000;
const RESTS_AFTER = 3_600_000;

const status = document.querySelector("[data-live]");
if (status) follow();

function follow() {
  const opened = status.dataset.since;
  let seen = status.dataset.seen;
  let wait = EVERY;
  let timer = 0;
  let isAsking = false;
  let isOver = false;
  let usedAt = Date.now();
  let failures = 0;

  const say = (sentence) => { status.textContent = sentence; };
  const later = () => {
    clearTimeout(timer);
    if (!document.hidden && !isOver) timer = setTimeout(ask, wait);
  };
  const end = (sentence) => {
    isOver = true;
    say(sentence);
  };

  async function ask() {
    if (isAsking || isOver || document.hidden) return;
    // A screen nobody touches does not keep somebody signed in for ever.
    if (Date.now() - usedAt > RESTS_AFTER) {
      say("Personne n’a touché à cette page depuis une heure : elle ne suit plus ce que font les autres. Bougez la souris ou appuyez sur une touche pour qu’elle reprenne.");
      return;
    }
    isAsking = true;
    try {
      const answer = await fetch(`${status.dataset.live}?vu=${encodeURIComponent(seen)}`, { redirect: "manual", cache: "no-store" });
      if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) {
        end("Cette page ne suit plus ce que font les autres : rechargez-la. Ce que vous écrivez est encore là.");
      } else if (answer.status === 200) {
        const now = await answer.text();
        if (now !== seen) {
          await redraw();
          seen = now;
        }
      } else if (answer.status !== 204) {
        throw new Error(String(answer.status));
      }
      if (failures > 2 && !isOver) say("La page suit de nouveau ce que font les autres.");
      failures = 0;
      wait = EVERY;
    } catch {
      failures += 1;
      wait = Math.min(LONGEST, wait * 2);
      if (failures === 3) say("Pas de réseau : ce que font les autres n’apparaît plus ici pour l’instant.");
    } finally {
      isAsking = false;
      later();
    }
  }

  /** Reads the page again and draws what changed of it. */
  async function redraw() {
    const address = new URL(location.href);
    if (opened && !address.searchParams.has("depuis")) address.searchParams.set("depuis", opened);
    const answer = await fetch(address, { redirect: "manual", cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const sentences = [];
    let lines = 0;
    let others = false;
    let isKept = false;
    for (const part of [...document.querySelectorAll("[data-part]")]) {
      const next = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
      if (!next || part.isEqualNode(next)) continue;
      if (part.hasAttribute("data-rows")) lines += rows(part, next);
      else if (isWritten(part)) isKept = true;
      else {
        keepingFocus(part, () => part.replaceChildren(...[...next.childNodes].map((one) => document.importNode(one, true))));
        if (!part.hasAttribute("data-told")) others = true;
        else if (part.dataset.told) sentences.push(part.dataset.told);
      }
    }
    if (lines) sentences.push(lines === 1 ? "1 ligne a changé." : `${lines} lignes ont changé.`);
    else if (others && !sentences.length) sentences.push("D’autres lignes que celles affichées ont changé.");
    if (isKept && sentences.length) sentences.push("Ce que vous écrivez est gardé : relisez avant d’enregistrer.");
    const now = new Date();
    if (sentences.length) say(`${now.getHours()} h ${String(now.getMinutes()).padStart(2, "0")} : ${sentences.join(" ")}`);
  }

  /** Draws the lines of a table that changed, came or left, but those in which somebody writes. Gives how many. */
  function rows(body, next) {
    const known = new Map([...body.children].map((row) => [row.dataset.row, row]));
    let count = 0;
    const drawn = [...next.children].map((row) => {
      const old = known.get(row.dataset.row);
      known.delete(row.dataset.row);
      if (old && (old.isEqualNode(row) || isWritten(old))) return old;
      count += 1;
      return document.importNode(row, true);
    });
    count += known.size;
    if (count) keepingFocus(body, () => body.replaceChildren(...drawn));
    return count;
  }

  /** Does this, then puts the focus back on the same link when it was drawn again. */
  function keepingFocus(place, act) {
    const held = place.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    act();
    if (held === null) return;
    const same = [...place.querySelectorAll("a[href]")].find((link) => link.getAttribute("href") === held);
    same?.focus({ preventScroll: true });
  }

  function isWritten(part) {
    return [...part.querySelectorAll("input, textarea, select")].some((one) => one === document.activeElement || isTouched(one));
  }

  function isTouched(one) {
    if (one.matches("[type=checkbox], [type=radio]")) return one.checked !== one.defaultChecked;
    if (!one.matches("select")) return one.value !== one.defaultValue;
    return one.selectedIndex !== Math.max(0, [...one.options].findIndex((option) => option.defaultSelected));
  }

  for (const gesture of ["pointermove", "pointerdown", "keydown"]) {
    addEventListener(gesture, () => {
      const hadRested = Date.now() - usedAt > RESTS_AFTER;
      usedAt = Date.now();
      if (hadRested) {
        say("");
        ask();
      }
    }, { passive: true });
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) clearTimeout(timer);
    else ask();
  });
  say("Cette page suit ce que font les autres.");
  later();
}
