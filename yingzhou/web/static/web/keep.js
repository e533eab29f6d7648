// What was typed into a form and not sent yet outlives the sending of another form of the page.
// data-keep names the form: "case:step:what:user". It stays in this tab, goes when one signs out, and
// is not for the next who signs in. data-forget: a page (or a link of it) after which the named forms
// are over: what was taken in, what is not wanted after all.
(() => {
  const START = "typed:";
  const asked = (form) => [...form.querySelectorAll("input, select, textarea")]
    .filter((input) => input.name && !input.matches("[data-unkept]")
      && !["hidden", "file", "password", "submit"].includes(input.type));
  const isMark = (input) => ["radio", "checkbox"].includes(input.type);

  // Several lines of one name: which of them.
  const line = (form, input) => asked(form).filter((other) => other.name === input.name).indexOf(input);

  const put = (form) => {
    const said = asked(form).filter((input) => (isMark(input) ? input.checked : input.value))
      .map((input) => [input.name, input.value, line(form, input)]);
    const there = [...new Set(asked(form).map((input) => input.name))];
    sessionStorage.setItem(START + form.dataset.keep, JSON.stringify({ said, there }));
  };

  const back = (form) => {
    const kept = sessionStorage.getItem(START + form.dataset.keep);
    if (kept === null) return;
    const { said, there } = JSON.parse(kept);
    // Who was added to the form since keeps what stands there.
    asked(form).filter((input) => there.includes(input.name)).forEach((input) => {
      const same = said.filter(([name]) => name === input.name);
      // Nobody can take back a choice: a question that was open then has the page's own answer now.
      if (input.type === "radio" && !same.length) return;
      if (isMark(input)) input.checked = same.some(([, value]) => value === input.value);
      else input.value = (same.find(([, , at]) => at === line(form, input)) ?? [, input.value])[1];
    });
    if (said.length) form.closest("details")?.setAttribute("open", "");
  };

  const keys = () => Object.keys(sessionStorage).filter((key) => key.startsWith(START));
  const drop = (is) => keys().filter(is).forEach((key) => sessionStorage.removeItem(key));
  const ready = (root) => root.querySelectorAll("form[data-keep]").forEach(back);

  // Of a step that was taken nothing is left: the case's forms have other names since.
  const names = [...document.querySelectorAll("form[data-keep]")].map((form) => START + form.dataset.keep);
  const me = names[0]?.split(":").at(-1);
  drop((key) => me && key.split(":").at(-1) !== me);
  const cases = new Set(names.map((name) => name.split(":")[1]));
  drop((key) => cases.has(key.split(":")[1]) && key.split(":")[2] !== "all" && !names.includes(key));
  const forget = (box) => drop((key) => key.split(":")[1] === box.dataset.forget);
  document.querySelectorAll("[data-forget]:not(a)").forEach(forget);
  ready(document);

  const typed = (event) => {
    const form = event.target.closest?.("form[data-keep]");
    if (form) put(form);
  };
  ["input", "change"].forEach((name) => document.addEventListener(name, typed));
  document.addEventListener("settled", () => drop((key) => key.split(":")[2] === "all"));
  document.addEventListener("submit", (event) => {
    if (event.target.action.endsWith("/logout/")) drop(() => true);
  });
  document.addEventListener("click", (event) => {
    const left = event.target.closest("a[data-forget]");
    if (left) forget(left);
  });
  document.addEventListener("htmx:load", (event) => ready(event.detail.elt));
})();
