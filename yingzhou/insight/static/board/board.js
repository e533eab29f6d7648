// The chooser of days offers quick picks; htmx does the rest. While an answer is awaited, the page says so.
(() => {
  document.addEventListener("htmx:beforeRequest", () => document.body.classList.add("is-waiting"));
  document.addEventListener("htmx:afterRequest", () => document.body.classList.remove("is-waiting"));
  document.addEventListener("htmx:responseError", () => say("没有取到新的数据, 页面保持原样; 请稍后再试或刷新。"));
  document.addEventListener("htmx:sendError", () => say("网络不通, 页面保持原样; 恢复后再试。"));
  const say = (text) => {
    const main = document.getElementById("main");
    const note = Object.assign(document.createElement("div"), { className: "note note-error", textContent: text });
    note.setAttribute("role", "alert");
    main.querySelector(":scope > .note-error")?.remove();
    main.prepend(note);
  };
})();
