// The what-if room: slider and box say the same; a newly chosen lever reloads the page.
(() => {
  document.addEventListener("input", (event) => {
    const slider = event.target.closest("[data-slides]");
    if (slider) {
      const box = document.getElementById(slider.dataset.slides);
      box.value = slider.value;
      box.dispatchEvent(new Event("input", { bubbles: true }));
      return;
    }
    const own = event.target.id && document.querySelector(`[data-slides="${event.target.id}"]`);
    if (own && event.target.value) own.value = event.target.value;
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-reload]")) event.target.form.submit();
  });
})();
