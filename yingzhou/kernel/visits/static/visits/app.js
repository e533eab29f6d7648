// The page of a phone: my visits, what is not sent yet, one form. It works without a connection.
(() => {
  const { make, store, send, form: forms } = Visits;
  const main = document.getElementById("main");
  const say = (id, text) => { const box = document.getElementById(id); box.textContent = text; box.hidden = !text; return box; };
  const loginLink = () => make("a", { href: `${main.dataset.login}?next=${encodeURIComponent(main.dataset.home)}`, text: "重新登录" });
  const STATES = { draft: "填了一半, 存在这台手机上", unsent: "存在这台手机上, 还没有送出", refused: "没有收下, 请改好再送" };
  let about = null;
  let bundle = null;
  let open = null; // the entry whose form is shown
  let timer = 0;

  const visitOf = (id) => bundle && bundle.visits.find((one) => one.id === id);

  const showUnsent = async () => {
    const box = document.getElementById("unsent");
    const rows = about ? await store.mine(about) : [];
    const waiting = rows.filter(({ state }) => state !== "draft").length;
    document.title = waiting ? `(${waiting}) 走访` : "走访";
    box.hidden = !rows.length;
    box.replaceChildren(make("h2", { text: `这台手机上的 (${rows.length})` }), make("ul", { class: "phone-list" }, ...rows.map(row)));
  };
  const row = ({ state, entry }) => {
    const left = Math.ceil(about.unsent_days - (Date.now() - entry.at) / store.DAY);
    const actions = [];
    if (state !== "unsent") actions.push(button("打开", () => edit(entry.known.visit, entry)));
    if (state !== "unsent") actions.push(button("删掉", async () => { if (confirm("删掉以后找不回来, 确定吗?")) { await store.remove(entry.uuid); await show(); } }));
    return make("li", { class: `phone-row is-${state}` },
      make("div", {}, make("strong", { text: entry.who }), make("span", { class: "phone-state", text: STATES[state] }),
        ...(entry.faults || []).map((fault) => make("span", { class: "phone-fault", text: fault })),
        left <= 7 ? make("span", { class: "phone-fault", text: `还能留 ${left} 天, 请尽快连网送出` }) : null),
      make("div", { class: "phone-acts" }, ...actions));
  };
  const button = (text, act, style = "btn") => {
    const made = make("button", { type: "button", class: style, text });
    made.addEventListener("click", act);
    return made;
  };

  const showList = async () => {
    const box = document.getElementById("list");
    if (!bundle) { box.replaceChildren(); return; }
    const written = new Set((await store.mine(about)).map(({ entry }) => entry.visit));
    const items = bundle.visits.map((visit) => {
      const late = visit.due < forms.today();
      const item = make("li", { class: `phone-row${late ? " is-late" : ""}`, id: `row-${visit.id}` },
        make("div", {}, make("strong", { text: visit.who }), make("span", { text: ` ${visit.kind}` }),
          make("span", { class: "phone-sub", text: `${visit.address} · ${visit.reason} · ${visit.due} 前${late ? ", 已过期" : ""}` }),
          visit.back ? make("span", { class: "phone-fault", text: `退回重填: ${visit.back}` }) : null));
      if (!written.has(visit.id)) item.append(button("填", () => edit(visit), "btn btn-primary"));
      return item;
    });
    box.replaceChildren(make("h2", { text: `要去的 (${items.length})` }),
      items.length ? make("ul", { class: "phone-list" }, ...items) : make("p", { class: "phone-hint", text: "没有要去的。新安排的连网时会带下来。" }));
  };
  // Which matters my visits opened, also those that opened after I had gone.
  const matter = ({ what, number, trouble }) => number ? [`${what}已开办件 `, make("strong", { class: "phone-number", text: number })] : [`${what}没有开成办件: ${trouble}`];
  const showOpened = () => {
    const box = document.getElementById("opened");
    const rows = (bundle && bundle.opened) || [];
    box.hidden = !rows.length;
    box.replaceChildren(make("h2", { text: `走访后开的办件 (${rows.length})` }), make("ul", { class: "phone-list" },
      ...rows.map((one) => make("li", { class: "phone-row" }, make("div", {}, make("strong", { text: one.who }), make("span", { class: "phone-sub" }, ...matter(one)))))));
  };
  const show = async () => { await showUnsent(); await showList(); showOpened(); };

  const blank = (visit) => ({
    uuid: crypto.randomUUID(), visit: visit.id, seen: visit.changes, who: `${visit.who} ${visit.kind}`, at: Date.now(),
    // Somebody else may be sent meanwhile: what was begun can still be finished and sent.
    known: { visit, form: bundle.forms[visit.form], colleagues: bundle.colleagues[visit.place] || [] },
    how: "done", values: { ...visit.values }, photos: [], place: null, why: "", second: visit.second, offline: false, device: "手机",
  });
  const edit = (visit, entry = blank(visit)) => {
    open = entry;
    const { form, colleagues } = entry.known;
    const draft = () => { clearTimeout(timer); timer = setTimeout(() => open === entry && store.put(about, "draft", entry), 600); };
    const filled = forms.fill(visit, form, entry, colleagues, main.dataset.consent, draft);
    const told = make("p", { class: "phone-fault", role: "alert" });
    const done = button("存下并送出", async () => {
      filled.reading();
      told.textContent = filled.missing();
      if (told.textContent) return;
      clearTimeout(timer);
      // A form that was refused is another one once it is put right.
      if (entry.faults) { await store.remove(entry.uuid); entry.uuid = crypto.randomUUID(); delete entry.faults; }
      entry.offline = !navigator.onLine;
      await store.put(about, "unsent", entry);
      close();
      await sync();
    }, "btn btn-primary");
    const later = button("先存着", async () => { clearTimeout(timer); filled.reading(); await store.put(about, "draft", entry); close(); await show(); });
    const box = document.getElementById("form");
    const faults = (entry.faults || []).map((fault) => make("p", { class: "phone-fault", text: fault }));
    box.replaceChildren(make("h2", { text: `${visit.who} · ${form.name}` }), make("p", { class: "phone-sub", text: `${visit.address} · ${visit.reason}` }), ...faults, filled.root, told, make("p", { class: "phone-acts" }, done, later));
    swap(true);
    scrollTo(0, 0);
  };
  const swap = (isForm) => {
    document.getElementById("form").hidden = !isForm;
    document.getElementById("list").hidden = isForm;
    if (isForm) ["unsent", "opened"].forEach((id) => { document.getElementById(id).hidden = true; });
  };
  const close = () => { open = null; swap(false); };

  const refresh = async () => {
    const { found, login, offline } = await send.ask(main.dataset.data);
    if (offline || (!found && !login)) { say("net", about ? `没有网。显示的是 ${new Date(about.at).toLocaleString("zh-CN")} 带下来的` : "没有网, 手机上也没有资料。请先连网打开一次"); return; }
    if (login) { say("net", "登录已过期"); ask(); return; }
    if (about && about.user !== found.user) await store.forget();
    await store.take(found);
    about = await store.me();
    bundle = await store.bundle(about);
    const others = await store.others(about.user);
    say("net", `${about.name} · 已连网`);
    if (others) say("note", `另一位同事有 ${others} 份记录存在这台手机上没有送出, 请那位登录后送出`);
  };
  const ask = () => say("note", "登录已过期。填的都留在手机上, 登录后自动送出: ").append(loginLink());

  let busy = false;
  const sync = async () => {
    if (busy) return;
    busy = true;
    try {
      if (about) tell(await send.all(about));
      if (!open) { await refresh(); if (about) tell(await send.all(about)); }
      if (!open) await show();
    } finally { busy = false; }
  };
  const tell = ({ sent, conflicts, opened, refused, login }) => {
    if (login) { say("net", "登录已过期"); ask(); return; }
    if (!sent && !refused) return;
    const box = say("note", [sent ? `已送出 ${sent} 份。` : "", refused ? `${refused} 份没有收下, 见下面。` : ""].join(""));
    opened.forEach((one) => box.append(make("span", { class: "phone-sub" }, `${one.who}: `, ...matter(one))));
    conflicts.forEach(({ who, page }) => box.append(make("span", { class: "phone-fault" }, `${who}: 别人已经登记过或改过, 两份都留着, `, make("a", { href: page, text: "去看看用哪一份" }))));
  };

  const start = async () => {
    if (!Visits.seal.possible() || !("serviceWorker" in navigator)) {
      say("net", "这台手机不能离线填");
      say("note", "要用 https 打开, 并用较新的浏览器。可以回到走访列表, 或用纸笔记下再录。");
      return;
    }
    navigator.serviceWorker.register(main.dataset.worker).catch(() => {});
    about = await store.me();
    bundle = about && await store.bundle(about);
    const gone = await store.expire(about ? about.unsent_days : 30);
    if (gone) say("note", `${gone} 份记录存了太久没有送出, 已从手机上清除, 请补填`);
    await show();
    await sync();
    const wanted = visitOf(Number((location.hash.match(/^#visit-(\d+)$/) || [])[1]));
    if (wanted) edit(wanted);
    addEventListener("online", sync);
    addEventListener("offline", () => say("net", "没有网。填的先存在手机上"));
    setInterval(async () => { if (about && navigator.onLine && (await store.mine(about)).some(({ state }) => state === "unsent")) sync(); }, 60000);
  };
  document.getElementById("wipe").addEventListener("click", async () => {
    const waiting = about ? (await store.mine(about)).length : 0;
    if (!confirm(waiting ? `还有 ${waiting} 份没有送出, 清除以后找不回来。确定清除吗?` : "清除手机上的走访资料?")) return;
    await store.wipe();
    about = bundle = null;
    close();
    say("net", "已清除手机上的资料");
    await show();
  });
  start();
})();
