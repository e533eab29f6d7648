// Keys of the staff pages: "/" search, "j"/"k" rows, Enter opens (the focused link), "?" help.
// A list that wants j/k marks its rows with data-row; the first link or button of a row is its door.
(() => {
  // In a tick box nobody types: whoever has just ticked a row walks on from it.
  const ticks = "input:not([type=checkbox], [type=radio])";
  const typing = (el) => el.closest(`${ticks}, textarea, select, [contenteditable=true], dialog[open]`);
  const visible = (el) => el.offsetParent !== null;

  const move = (step) => {
    const rows = [...document.querySelectorAll("[data-row]")].filter(visible);
    if (!rows.length) return;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
    const row = rows[Math.max(0, Math.min(rows.length - 1, next))];
    (row.matches("a, button") ? row : row.querySelector("a, button"))?.focus();
    row.scrollIntoView({ block: "nearest" });
  };

  const help = () => document.getElementById("keys-help")?.showModal();
  const search = () => [...document.querySelectorAll("[data-search]")].filter(visible).pop();

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.querySelectorAll("details[data-popup][open]").forEach((menu) => {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const actions = { j: () => move(1), k: () => move(-1), "?": help, "/": () => search()?.focus() };
    const action = actions[event.key];
    if (!action || (event.key === "/" && !search())) return;
    event.preventDefault();
    action();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys-help]")) help();
    document.querySelectorAll("details[data-popup][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
})();
