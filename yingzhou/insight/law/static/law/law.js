// The workbench: unfold all steps of a trace; a link to an input also opens what it is folded into.
(() => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-unfold]");
    if (button) {
      const open = button.getAttribute("aria-expanded") !== "true";
      button.setAttribute("aria-expanded", String(open));
      button.textContent = open ? "全部收起" : "全部展开";
      const result = button.closest(".law-result");
      result.querySelectorAll(".law-step").forEach((step, n) => (step.open = open || n === 0));
      return;
    }
    const link = event.target.closest("#answer a[href^='#']");
    const input = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!input) return;
    event.preventDefault();
    const folded = input.closest("details");
    if (folded) folded.open = true;
    (input.matches("input, select") ? input : input.querySelector("input") ?? input).focus();
    input.scrollIntoView({ block: "center" });
  });
  document.addEventListener("htmx:responseError", () => say("没有算成, 填的内容都还在; 请稍后再试。"));
  document.addEventListener("htmx:sendError", () => say("网络不通, 填的内容都还在; 恢复后再试。"));
  const say = (text) => {
    const main = document.getElementById("main");
    const note = Object.assign(document.createElement("div"), { className: "note note-error", textContent: text });
    note.setAttribute("role", "alert");
    main.querySelector(":scope > .note-error")?.remove();
    main.prepend(note);
  };
})();
