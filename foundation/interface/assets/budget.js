// The totals of a budget follow what is typed, with what does not balance and the sentence of the form. It is comfort: whoever keeps
// the budget counts it again, and only what it says holds. Sentences are those of the page.

const form = document.querySelector("form[data-budget]");
if (form) {
  const NARROW = "\u202f";
  const MOST = 10_000_000_000_000n;
  const words = form.dataset;
  const told = form.querySelector("[data-balance]");
  const totals = document.querySelector("[data-totals]");
  const sentence = document.querySelector("[data-sentence]");
  const stale = document.querySelector("[data-stale]");
  let timer = 0;

  /** Cents of what people type, as the server reads it; nothing when it is no amount. */
  const read = (text) => {
    const bare = text.replace(/[\s€]/gu, "");
    if (!text.trim()) return 0n;
    const parts = /^(\d+|\d{1,3}(?:\.\d{3})+)(?:[.,](\d{0,2}))?$/.exec(bare);
    if (!parts) return null;
    const cents = BigInt(parts[1].replaceAll(".", "") + (parts[2] ?? "").padEnd(2, "0"));
    return cents > MOST ? null : cents;
  };
  const whole = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, NARROW);
  const rest = (cents) => String(cents % 100n).padStart(2, "0");
  const euros = (cents) => `${whole(cents / 100n)}${cents % 100n ? `,${rest(cents)}` : ""}\u00a0€`;
  const exact = (cents) => `${whole(cents / 100n)},${rest(cents)}`;
  const filled = (text, values) => Object.entries(values).reduce((out, [name, value]) => out.replaceAll(`{${name}}`, value), text);
  const gap = (one, other) => (one > other ? one - other : other - one);

  /** `asked / products` in hundredths of a percent, halves up, written as the server writes it. */
  const part = (asked, products) => {
    const share = (asked * 20_000n + products) / (products * 2n);
    const [percent, decimals] = [share / 100n, share % 100n];
    if (!decimals) return String(percent);
    return decimals % 10n ? `${percent},${String(decimals).padStart(2, "0")}` : `${percent},${decimals / 10n}`;
  };

  const count = () => {
    const sum = { charge: 0n, product: 0n, kind_charge: 0n, kind_product: 0n };
    let asked = 0n;
    const unread = [];
    for (const input of form.querySelectorAll("[data-side] input.number")) {
      const cents = read(input.value);
      if (cents === null) {
        unread.push(input.value.trim());
        continue;
      }
      sum[input.closest("[data-side]").dataset.side] += cents;
      if (input.name.startsWith("f-")) asked += cents;
    }
    const both = [
      [sum.charge, sum.product],
      [sum.kind_charge, sum.kind_product],
      [sum.charge + sum.kind_charge, sum.product + sum.kind_product],
    ];
    for (const [rank, row] of [...(totals?.querySelectorAll("tbody tr") ?? [])].entries()) {
      for (const [side, cell] of [...row.querySelectorAll("td > span")].entries()) {
        if (both[rank]?.[side] !== undefined) cell.textContent = exact(both[rank][side]);
      }
    }
    const { charge, product } = sum;
    const sentences = unread.map((text) => filled(words.unread, { montant: text }));
    if (!charge && !product) sentences.push(words.empty);
    else if (charge === product) sentences.push(filled(words.equal, { charges: euros(charge) }));
    else {
      const values = { charges: euros(charge), produits: euros(product), ecart: euros(gap(charge, product)) };
      sentences.push(filled(charge > product ? words.charges : words.products, values));
    }
    if (sum.kind_charge !== sum.kind_product) {
      sentences.push(filled(words.kind, { emploi: euros(sum.kind_charge), origine: euros(sum.kind_product) }));
    }
    if (sentence) {
      const isTold = asked > 0n && product > 0n;
      sentence.textContent = isTold ? filled(words.share, { demande: euros(asked), produits: euros(product), part: part(asked, product) }) : "";
    }
    return sentences.join(" ");
  };

  form.addEventListener("input", () => {
    const now = count();
    // What was found when it was last kept no longer says what is typed.
    if (stale) stale.hidden = true;
    clearTimeout(timer);
    timer = setTimeout(() => { if (told.textContent !== now) told.textContent = now; }, 600);
  });
}
