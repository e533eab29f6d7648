// What a page keeps in the browser for whoever is signed in (databases called "kept:…") goes with
// them: before the logout is sent. A browser that does not answer holds nobody back.
(() => {
  const dropped = (name) => new Promise((done) => {
    const asked = indexedDB.deleteDatabase(name);
    asked.onsuccess = asked.onerror = asked.onblocked = done;
  });
  const drop = async () => {
    const all = await indexedDB.databases();
    await Promise.all(all.map((one) => one.name).filter((name) => name.startsWith("kept:")).map(dropped));
  };
  const patience = () => new Promise((done) => { setTimeout(done, 1500); });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.action.endsWith("/logout/") || form.dataset.dropped || !window.indexedDB?.databases) return;
    event.preventDefault();
    form.dataset.dropped = "yes";
    await Promise.race([drop().catch(() => {}), patience()]);
    form.requestSubmit();
  });
})();
