// Sends what is kept, one after the other. Each form has a uuid: sent twice, it is there once.
window.Visits = window.Visits || {};
Visits.send = (() => {
  const main = () => document.getElementById("main").dataset;
  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || "";

  // {login: true} where the session is over, {offline: true} without a connection.
  const ask = async (address, options = {}) => {
    let answer;
    try {
      answer = await fetch(address, { credentials: "same-origin", redirect: "manual", ...options });
    } catch (fault) {
      return { offline: true };
    }
    const isOurs = (answer.headers.get("content-type") || "").startsWith("application/json");
    if (answer.type === "opaqueredirect" || (answer.status === 403 && !isOurs)) return { login: true };
    if (!isOurs) return { broken: true };
    return { found: await answer.json() };
  };

  // ``user``: whose it is; the server takes it from nobody else who is signed in on this phone.
  const one = (entry, user) => {
    const { photos, at, who, faults, known, ...rest } = entry;
    const body = new FormData();
    body.append("entry", JSON.stringify({ ...rest, user }));
    photos.forEach((photo, n) => body.append("photo", Visits.photos.blob(photo), `photo-${n}.jpg`));
    return ask(main().send, { method: "POST", headers: { "X-CSRFToken": token() }, body });
  };

  let busy = null;
  // What came of it: {sent, conflicts: [page], opened: [matter], refused, login, offline}.
  const everything = async (about) => {
    const told = { sent: 0, conflicts: [], opened: [], refused: 0, login: false, offline: false };
    for (const { state, entry } of await Visits.store.mine(about)) {
      if (state !== "unsent") continue;
      const { found, login, offline, broken } = await one(entry, about.user);
      if (login || offline || broken) return { ...told, login: Boolean(login), offline: Boolean(offline || broken) };
      if (found.state === "other") return told; // it stays sealed until they sign in again
      if (found.state === "refused") {
        told.refused += 1;
        await Visits.store.put(about, "refused", { ...entry, faults: found.words });
        continue;
      }
      await Visits.store.remove(entry.uuid);
      await Visits.store.drop(about, entry.visit);
      told.sent += 1;
      (found.opened || []).forEach((one) => told.opened.push({ who: entry.who, ...one }));
      if (found.state === "conflict") told.conflicts.push({ who: entry.who, page: found.page });
    }
    return told;
  };
  const all = (about) => {
    busy = busy || everything(about).finally(() => { busy = null; });
    return busy;
  };
  return { ask, all };
})();
