// One form, made from its description; the same with and without a connection.
window.Visits = window.Visits || {};
Visits.make = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => {
    if (name in made && typeof value === "boolean") made[name] = value;
    else if (name === "text") made.textContent = value;
    else made.setAttribute(name, value);
  });
  made.append(...children.filter((child) => child !== null));
  return made;
};
Visits.form = (() => {
  const make = Visits.make;
  const HOW = { done: "见到了", unmet: "没见到人", declined: "本人不愿意" };
  const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);

  const choices = (name, options, type, chosen) => make("div", { class: "phone-choices" }, ...options.map(([value, word]) =>
    make("label", { class: "phone-choice" }, make("input", { type, name, value, class: "form-check-input", checked: chosen.includes(value) }), ` ${word}`)));
  const box = (field, ...inner) => make("fieldset", { class: "phone-ask", "data-key": field.key },
    make("legend", { text: field.ask + (field.required ? "" : "(可不填)") }), ...inner,
    field.help ? make("p", { class: "phone-hint", text: field.help }) : null);

  const TYPES = { date: "date", month: "month", number: "number", money: "text", phone: "tel" };
  const question = (field, value) => {
    const name = `f-${field.key}`;
    if (field.kind === "yesno") return box(field, choices(name, [["1", "是"], ["0", "否"]], "radio", value === undefined || value === null ? [] : [value === true || value === "1" ? "1" : "0"]));
    if (field.kind === "choice") return box(field, choices(name, field.options.map((o) => [o, o]), "radio", value ? [value] : []));
    if (field.kind === "choices") return box(field, choices(name, field.options.map((o) => [o, o]), "checkbox", value || []));
    const label = field.ask;
    if (field.kind === "long") {
      const area = make("textarea", { name, rows: 3, maxlength: 2000, class: "form-control", "aria-label": label });
      area.value = value || "";
      return box(field, area);
    }
    const input = make("input", { name, type: TYPES[field.kind] || "text", class: "form-control", "aria-label": label });
    if (field.kind === "money") input.inputMode = "decimal";
    input.value = field.kind === "money" && Number.isInteger(value) ? (value / 100).toFixed(2) : value ?? "";
    return box(field, input);
  };

  const read = (root, field) => {
    const inputs = [...root.querySelectorAll(`[name="f-${field.key}"]`)];
    if (field.kind === "choices") return inputs.filter((one) => one.checked).map((one) => one.value);
    if (["choice", "yesno"].includes(field.kind)) return (inputs.find((one) => one.checked) || {}).value || "";
    return inputs[0].value.trim();
  };
  const same = (given, wanted) => wanted.some((one) => (typeof one === "boolean" ? given === (one ? "1" : "0") : String(one) === given));
  // Questions that the answers do not lead to are hidden and not sent.
  const sift = (root, fields) => {
    const values = {};
    fields.forEach((field) => {
      const fits = Object.entries(field.when).every(([key, wanted]) => {
        const given = values[key];
        return Array.isArray(given) ? given.some((one) => same(one, wanted)) : given !== undefined && same(given, wanted);
      });
      root.querySelector(`[data-key="${field.key}"]`).hidden = !fits;
      if (fits) values[field.key] = read(root, field);
    });
    return values;
  };

  const place = (entry, consent, changed) => {
    const told = make("p", { class: "phone-hint", role: "status" });
    const say = () => { told.textContent = entry.place ? `已记下位置, 误差约 ${Math.round(entry.place.accuracy)} 米` : ""; };
    const agree = make("input", { type: "checkbox", class: "form-check-input", name: "consent", checked: Boolean(entry.place) });
    agree.addEventListener("change", () => {
      entry.place = null;
      say();
      changed();
      if (!agree.checked || !navigator.geolocation) return;
      told.textContent = "正在找位置…";
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        entry.place = { consent: true, latitude: coords.latitude, longitude: coords.longitude, accuracy: coords.accuracy };
        say();
        changed();
      }, () => { told.textContent = "没有找到位置, 不影响填表"; agree.checked = false; }, { enableHighAccuracy: true, timeout: 20000 });
    });
    say();
    return make("fieldset", { class: "phone-ask" }, make("legend", { text: "位置(可不填)" }), make("label", { class: "phone-choice" }, agree, ` ${consent}`), told);
  };

  const pictures = (entry, most, changed) => {
    const shown = make("div", { class: "phone-photos" });
    const told = make("p", { class: "phone-hint", role: "status" });
    const show = () => shown.replaceChildren(...entry.photos.map((photo, n) => {
      const remove = make("button", { type: "button", class: "btn btn-sm", text: "删掉", "aria-label": `删掉第 ${n + 1} 张照片` });
      remove.addEventListener("click", () => { entry.photos.splice(n, 1); show(); changed(); });
      return make("figure", {}, make("img", { src: photo, alt: `第 ${n + 1} 张照片` }), remove);
    }));
    const input = make("input", { type: "file", accept: "image/*", multiple: true, class: "form-control", name: "photos", "aria-label": "拍照或选照片" });
    input.addEventListener("change", async () => {
      told.textContent = "";
      for (const file of input.files) {
        if (entry.photos.length >= most) { told.textContent = `最多 ${most} 张`; break; }
        try { entry.photos.push(await Visits.photos.small(file)); } catch (fault) { told.textContent = "这个文件不是照片, 没有收下"; }
      }
      input.value = "";
      show();
      changed();
    });
    show();
    return make("fieldset", { class: "phone-ask" }, make("legend", { text: `照片(最多 ${most} 张, 可不拍)` }), input, told, shown);
  };

  // ``fill(visit, form, entry, colleagues, consent)``: the form and a reader of what is in it.
  const fill = (visit, form, entry, colleagues, consent, changed) => {
    const hows = Object.entries(HOW).filter(([how]) => how !== "declined" || visit.may_decline);
    const met = make("div", { "data-met": "" }, ...form.fields.map((field) => question(field, entry.values[field.key])));
    const why = make("textarea", { name: "why", rows: 3, maxlength: 200, class: "form-control", "aria-label": "写明情况" });
    why.value = entry.why || "";
    const reason = make("fieldset", { class: "phone-ask" }, make("legend", { text: "写明情况(怎么找的、谁说的、为什么)" }), why);
    const day = make("input", { type: "date", name: "visited_on", class: "form-control", max: today(), "aria-label": "哪天去的" });
    day.value = entry.visited_on || today();
    const second = visit.people > 1 ? make("select", { name: "second", class: "form-select", "aria-label": "和谁一起去的" },
      make("option", { value: "", text: "请选" }), ...colleagues.map(([pk, name]) => make("option", { value: pk, text: name }))) : null;
    if (second) second.value = entry.second || visit.second || "";
    const along = second ? make("fieldset", { class: "phone-ask" }, make("legend", { text: "和谁一起去的? 由那位用自己的账号确认" }), second) : null;
    const root = make("form", { novalidate: true },
      make("fieldset", { class: "phone-ask" }, make("legend", { text: "见到了吗?" }), choices("how", hows, "radio", [entry.how || "done"])),
      make("fieldset", { class: "phone-ask" }, make("legend", { text: "哪天去的?" }), day),
      along, met, reason,
      form.photos ? pictures(entry, form.photos, () => changed()) : null, place(entry, consent, () => changed()));
    const reading = () => {
      entry.how = root.querySelector("[name=how]:checked").value;
      entry.visited_on = day.value;
      entry.second = second && second.value ? Number(second.value) : null;
      entry.why = why.value.trim();
      const isDone = entry.how === "done";
      met.hidden = !isDone;
      reason.hidden = isDone;
      if (along) along.hidden = !isDone;
      entry.values = sift(root, form.fields);
      return entry;
    };
    // What a person can see is missing; the server looks at everything again.
    const missing = () => {
      if (!entry.visited_on) return "请填哪天去的";
      if (entry.how !== "done") return entry.why ? "" : "请写明情况";
      if (second && !entry.second) return "请选和谁一起去的";
      const lacks = form.fields.find((field) => field.required && field.key in entry.values && !entry.values[field.key].length);
      return lacks ? `还没有填: ${lacks.ask}` : "";
    };
    reading();
    root.addEventListener("input", () => { reading(); changed(); });
    return { root, reading, missing };
  };
  return { fill, today };
})();
