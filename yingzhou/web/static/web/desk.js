// Conveniences of the workbench; every page does all it does without them.
// data-when: {"f-rent": ["1"]} hides a question whose answers elsewhere do not call for it.
(() => {
  const chosen = (form, name) => [...form.querySelectorAll(`[name="${name}"]`)]
    .filter((input) => (["radio", "checkbox"].includes(input.type) ? input.checked : true))
    .map((input) => input.value);

  const sift = (form) => form.querySelectorAll("[data-when]").forEach((box) => {
    const wanted = Object.entries(JSON.parse(box.dataset.when));
    box.hidden = !wanted.every(([name, values]) => {
      const shared = `f-${name.split("-").slice(1).join("-")}`;
      const found = form.querySelector(`[name="${name}"]`) ? name : shared;
      return chosen(form, found).some((value) => values.includes(value));
    });
  });

  const ready = (root) => root.querySelectorAll("form").forEach((form) => {
    if (!form.querySelector("[data-when]")) return;
    sift(form);
    form.addEventListener("change", () => sift(form));
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
    if (event.target.matches("[data-check-all]")) {
      event.target.form.querySelectorAll("[name=case]").forEach((box) => { box.checked = event.target.checked; });
    }
  });
  // A link to a question puts the hands there too; a fresh form begins at what is still empty.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#lacks a");
    const input = link && document.getElementById(link.hash.slice(1));
    if (!input) return;
    input.closest("details")?.setAttribute("open", "");
    input.focus();
    event.preventDefault();
  });
  const empty = (box) => !box.hidden && [...box.querySelectorAll("input, select, textarea")]
    .every((input) => (["radio", "checkbox"].includes(input.type) ? !input.checked : input.type === "hidden" || !input.value));
  const first = document.querySelector("#lacks a")
    || [...document.querySelectorAll(".intake .ask")].find(empty)?.querySelector("input:not([type=hidden]), select, textarea");
  if (document.querySelector(".intake") && document.activeElement === document.body) {
    first?.focus({ preventScroll: !document.querySelector("#lacks") });
  }
  document.querySelectorAll("[data-check-all]").forEach((box) => { box.hidden = false; });
  ready(document);
  document.addEventListener("htmx:load", (event) => ready(event.detail.elt));
})();
