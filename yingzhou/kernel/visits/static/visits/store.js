// Two stores: "kept:visits" holds what was taken along and the key, and goes at logout; in
// "unsent:visits" lies what was written and is not with the server yet, which must not get lost.
window.Visits = window.Visits || {};
Visits.store = (() => {
  const DAY = 24 * 3600 * 1000;
  const opened = (name, store, keyPath) => new Promise((done, failed) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(store, keyPath ? { keyPath } : undefined);
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close(); // the logout takes it away
      done(asked.result);
    };
    asked.onerror = () => failed(asked.error);
  });
  const act = async (name, store, keyPath, mode, what) => {
    const db = await opened(name, store, keyPath);
    try {
      return await new Promise((done, failed) => {
        const turn = db.transaction(store, mode);
        const asked = what(turn.objectStore(store));
        turn.oncomplete = () => done(asked && asked.result);
        turn.onerror = turn.onabort = () => failed(turn.error);
      });
    } finally {
      db.close();
    }
  };
  const kept = (mode, what) => act("kept:visits", "parts", "", mode, what);
  const unsent = (mode, what) => act("unsent:visits", "forms", "uuid", mode, what);

  // Whose phone it is just now: {user, name, key, at, kept_days, unsent_days}, or null.
  const me = async () => {
    const found = await kept("readonly", (parts) => parts.get("me"));
    if (!found) return null;
    if (Date.now() - found.at > found.kept_days * DAY) {
      await forget();
      return null;
    }
    return found;
  };
  const forget = () => kept("readwrite", (parts) => parts.clear());

  const take = async (bundle) => {
    const key = await Visits.seal.key(bundle.key);
    const { key: _, ...rest } = bundle;
    const sealed = await Visits.seal.close(key, rest);
    const about = { user: bundle.user, name: bundle.name, key, at: Date.now(), kept_days: bundle.kept_days, unsent_days: bundle.unsent_days };
    await kept("readwrite", (parts) => { parts.put(about, "me"); return parts.put(sealed, "bundle"); });
  };
  const bundle = async (about) => {
    const sealed = await kept("readonly", (parts) => parts.get("bundle"));
    return sealed ? Visits.seal.open(about.key, sealed) : null;
  };
  const drop = async (about, visit) => {
    const found = await bundle(about);
    if (!found) return;
    found.visits = found.visits.filter((one) => one.id !== visit);
    const sealed = await Visits.seal.close(about.key, found);
    await kept("readwrite", (parts) => parts.put(sealed, "bundle"));
  };

  // state: draft (half filled in), unsent, refused.
  const put = async (about, state, entry) => {
    const sealed = await Visits.seal.close(about.key, entry);
    const row = { uuid: entry.uuid, user: about.user, visit: entry.visit, state, at: entry.at, ...sealed };
    await unsent("readwrite", (forms) => forms.put(row));
  };
  const remove = (uuid) => unsent("readwrite", (forms) => forms.delete(uuid));
  const rows = () => unsent("readonly", (forms) => forms.getAll());
  const mine = async (about) => {
    const found = (await rows()).filter((row) => row.user === about.user);
    const read = await Promise.all(found.map(async (row) => ({ state: row.state, entry: await Visits.seal.open(about.key, row) })));
    return read.filter((row) => row.entry).sort((a, b) => a.entry.at - b.entry.at);
  };
  const others = async (user) => (await rows()).filter((row) => row.user !== user && row.state !== "draft").length;
  // What is too old to keep; how many of them were not sent.
  const expire = async (days) => {
    const old = (await rows()).filter((row) => Date.now() - row.at > days * DAY);
    await Promise.all(old.map((row) => remove(row.uuid)));
    return old.filter((row) => row.state !== "draft").length;
  };
  const wipe = async () => { await forget(); await unsent("readwrite", (forms) => forms.clear()); };

  return { DAY, me, forget, take, bundle, drop, put, remove, mine, others, expire, wipe };
})();
