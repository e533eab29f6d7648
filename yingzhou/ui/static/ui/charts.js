// Draws every [data-chart]: its ECharts option is the JSON in the element of that id.
// The library is fetched only by pages that hold a chart, also when htmx brings the chart later.
(() => {
  let library;
  const load = (src) =>
    (library ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = src;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    }));

  const format = (value) =>
    value == null || value === "-" ? "缺数据" : Number(value).toLocaleString("zh-CN", { maximumFractionDigits: 2 });

  const valueOf = (point) => (Array.isArray(point.value) ? point.value[point.value.length - 1] : point.value);

  const tooltip = (unit) => (points) => {
    const list = (Array.isArray(points) ? points : [points]).filter((p) => !p.seriesName.startsWith("_"));
    if (!list.length) return "";
    const head = list[0].axisValueLabel ?? list[0].name;
    const box = document.createElement("div");
    box.append(Object.assign(document.createElement("strong"), { textContent: head }));
    list.forEach((point) => {
      const line = document.createElement("div");
      const extra = point.data?.text;
      line.textContent = `${point.seriesName}: ${extra ?? format(Math.abs(valueOf(point)))} ${extra ? "" : unit}`;
      box.append(line);
    });
    return box;
  };

  // A legend that needs more lines on a narrow screen gets them, so that it covers no label.
  const legendLine = 22;
  const roomFor = (option, width) => {
    const { show, data = [], itemWidth = 25 } = option.legend ?? {};
    if (!show || !option.grid) return option.grid;
    let lines = 1;
    let used = 0;
    data.forEach((name) => {
      const needed = itemWidth + 15 + [...String(name)].reduce((sum, one) => sum + (one > "\u00ff" ? 12 : 7), 0);
      if (used && used + needed > width - 16) [lines, used] = [lines + 1, 0];
      used += needed;
    });
    return { ...option.grid, bottom: option.grid.bottom + (lines - 1) * legendLine };
  };

  const draw = (el) => {
    const option = JSON.parse(document.getElementById(el.dataset.chart).textContent);
    option.tooltip = { ...option.tooltip, formatter: tooltip(el.dataset.unit || "") };
    if (option.mirrored) option.xAxis.axisLabel = { ...option.xAxis.axisLabel, formatter: (v) => format(Math.abs(v)) };
    delete option.mirrored;
    const label = el.getAttribute("aria-label");
    const chart = echarts.init(el, null, { renderer: "svg" });
    chart.setOption(option);
    el.setAttribute("aria-label", label);
    new ResizeObserver(() => {
      chart.resize();
      if (option.grid) chart.setOption({ grid: roomFor(option, el.clientWidth) });
    }).observe(el);
  };

  const start = (root) => {
    const waiting = [...root.querySelectorAll("[data-chart]:not([data-drawn])")];
    if (!waiting.length) return;
    waiting.forEach((el) => (el.dataset.drawn = "1"));
    load(waiting[0].dataset.echarts)
      .then(() => waiting.forEach(draw))
      .catch(() => waiting.forEach((el) => (el.textContent = "图没有画出来; 数字在下面的“查看数据”里。")));
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => start(document));
  else start(document);
  document.addEventListener("htmx:load", (event) => start(event.target.parentNode ?? document));
})();
