// A form that was sent back with what is wrong is, for the browser, the answer to a sending: going back
// to it later would ask whether to send once more, or show an error of the browser. A page whose form
// goes to its own address can be opened there, so it counts as opened; but for a form that carries all
// that was said before along with it (data-carries), for there a sending is the only way to the page.
(() => {
  const goesHere = (form) => form.method === "post" && !("carries" in form.dataset) && new URL(form.action).pathname === location.pathname;
  addEventListener("load", () => {
    if ([...document.querySelectorAll("main form")].some(goesHere)) history.replaceState(history.state, "", location.href);
  });
})();
