import { bar, el, link, spark } from "./shared.js";

const sorts = new WeakMap();

/** A table whose columns may be sorted, and whose rows may lead somewhere. */
export function table(data, shadow, redraw) {
  const sort = sorts.get(shadow) ?? data.sort ?? null;
  const choose = (column) => {
    sorts.set(shadow, next(sort, column, data.columns[column]));
    redraw();
    shadow.querySelectorAll("thead th")[column].querySelector("button")?.focus();
  };
  const node = el(
    "table",
    { class: data.is_small ? "ledger small" : "ledger" },
    el("caption", { class: data.is_caption_shown ? null : "unseen" }, data.caption),
    el("thead", {}, el("tr", {}, data.columns.map((c, i) => header(c, i, sort, choose)))),
    el("tbody", {}, sorted(data.rows, sort).map((row) => line(row, data.columns))),
  );
  // What is wider than a phone is scrolled by keyboard too: it takes the focus, under a name.
  return data.summary
    ? folded(data.summary, el("div", { class: "scroll" }, node), shadow)
    : el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": data.caption }, node);
}

function folded(summary, content, shadow) {
  const was = shadow.querySelector("details");
  const tab = el("div", { tabindex: "0", role: "region", "aria-label": summary }, content);
  return el("details", { open: was?.open ? "" : null }, el("summary", {}, summary), tab);
}

function next(sort, column, { first }) {
  if (sort?.column !== column) return { column, direction: first ?? "descending" };
  return { column, direction: sort.direction === "descending" ? "ascending" : "descending" };
}

function sorted(rows, sort) {
  if (!sort) return rows;
  const sign = sort.direction === "ascending" ? 1 : -1;
  const key = (row) => row[sort.column].sort ?? null;
  return [...rows].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    if (left === right) return 0;
    if (left === null || right === null) return left === null ? 1 : -1;
    return sign * (typeof left === "string" ? left.localeCompare(right) : left - right);
  });
}

function header(column, index, sort, choose) {
  const classes = [column.align === "end" ? "end" : "", column.is_wide ? "wide" : ""].join(" ");
  if (!column.is_sortable) {
    return el("th", { scope: "col", class: `${classes} ${column.kind ?? ""}` }, column.label);
  }
  const direction = sort?.column === index ? sort.direction : "none";
  const arrow = { ascending: " ↑", descending: " ↓", none: "" }[direction];
  const mark = arrow ? el("span", { "aria-hidden": "true" }, arrow) : null;
  const button = el("button", { type: "button" }, column.label, mark);
  button.addEventListener("click", () => choose(index));
  return el("th", { scope: "col", class: classes, "aria-sort": direction }, button);
}

function line(row, columns) {
  return el("tr", {}, row.map((cell, index) => box(cell, columns[index], index === 0)));
}

function box(cell, column, isFirst) {
  const classes = [column.align, column.kind, cell.tone].filter(Boolean);
  if (column.is_wide) classes.push("wide");
  const attributes = { class: classes.join(" "), scope: isFirst ? "row" : null };
  return el(isFirst ? "th" : "td", attributes, content(cell, isFirst));
}

function content(cell, isFirst) {
  const after = cell.after ? el("span", { class: "quiet" }, ` ${cell.after}`) : null;
  if (cell.href) return [link(cell.href, cell.text, { class: isFirst ? "row" : null }), after];
  if (cell.spark) return [spark(cell.spark, 116, 30), el("span", { class: "unseen" }, cell.text)];
  if (typeof cell.rate === "number") {
    const text = el("span", { class: "text" }, cell.text);
    return el("div", { class: "share" }, bar(cell.rate, cell.target), text);
  }
  return [cell.text, after];
}
