import { bar, el, spark } from "./shared.js";

/** Headline numbers, one card with hairline columns. */
export function kpiStrip({ items }) {
  const strip = el("dl", { class: "kpis" }, items.map(kpi));
  strip.style.setProperty("--columns", items.length);
  return strip;
}

function kpi(item) {
  const value = el(
    "dd",
    { class: "value" },
    item.before ? el("span", { class: "unit" }, `${item.before} `) : null,
    el("span", { class: item.is_words ? "words" : "number" }, item.value),
    item.unit ? el("span", { class: "unit" }, ` ${item.unit}`) : null,
  );
  return el("div", { class: "kpi" }, el("dt", {}, item.label), value, figure(item), change(item));
}

function figure(item) {
  if (typeof item.rate === "number") {
    return el("dd", { class: "figure", "aria-hidden": "true" }, bar(item.rate, item.target));
  }
  if (item.spark) return el("dd", { class: "figure", "aria-hidden": "true" }, spark(item.spark));
  return null;
}

function change(item) {
  const first = [item.change ? el("b", {}, item.change) : null, item.change ? " " : null];
  return el(
    "dd",
    { class: "change" },
    item.change || item.remark ? el("span", {}, first, item.remark ?? "") : null,
    item.note ? el("span", {}, item.note) : null,
  );
}
