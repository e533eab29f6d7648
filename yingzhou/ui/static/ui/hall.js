// A machine of a hall goes back to its first page after some time without a touch or a key.
// Without a script the page's own refresh does so, whether somebody types or not.
(() => {
  const way = document.querySelector("[data-hall-seconds]");
  if (!way) return;
  let timer;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => location.assign(way.href), way.dataset.hallSeconds * 1000);
  };
  for (const kind of ["pointerdown", "keydown", "scroll", "input"]) addEventListener(kind, again, { passive: true });
  again();
})();
