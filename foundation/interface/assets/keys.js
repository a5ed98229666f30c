// Keys for whoever types or asks for others: the figure of an answer ticks it, Enter goes on. Every page works without this file.

const form = document.querySelector("form[data-keys]");

if (form) {
  const isWritten = (one) => one.matches("textarea, select, input:not([type=radio], [type=checkbox])");
  const controls = "input:not([type=hidden]), textarea, select";
  // Those shown now: a page may hide what is not to be asked, and add some.
  const shown = () => [...form.querySelectorAll(".field")].filter((field) => field.querySelector(controls) && field.offsetParent);
  const enter = (field) => (field.querySelector("input:checked") || field.querySelector(controls))?.focus();

  // The page to correct begins on its summary, any other on its first question.
  const [first] = shown();
  if (!document.querySelector(".error-summary") && first) enter(first);

  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const field = event.target.closest(".field");
    if (/^[1-9]$/.test(event.key) && field && !isWritten(event.target)) {
      const option = field.querySelectorAll(".option input")[Number(event.key) - 1];
      if (option) {
        option.click();
        option.focus();
        event.preventDefault();
      }
      return;
    }
    if (event.key !== "Enter" || !field || event.target.matches("button, textarea")) return;
    const questions = shown();
    const here = questions.indexOf(field);
    if (form.dataset.keys === "all") {
      event.preventDefault();
      const next = questions[here + (event.shiftKey ? -1 : 1)];
      if (next) enter(next);
      else if (!event.shiftKey) form.querySelector("button[type=submit]").focus();
    } else if (here < questions.length - 1) {
      event.preventDefault();
      enter(questions[here + 1]);
    } else {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[type=submit]"));
    }
  });
}
