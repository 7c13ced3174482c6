import { el, link } from "./shared.js";

/** Ideas by department: a table where there is room, one block for each idea on a phone. */
export function ideaGrid(data, shadow) {
  const steps = colours(shadow);
  return [wide(data, steps), narrow(data, steps)];
}

function wide({ caption, first, total, columns, rows }, steps) {
  return el(
    "table",
    { class: "grid" },
    el("caption", { class: "unseen" }, caption),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", { scope: "col" }, first),
        el("th", { scope: "col", class: "total" }, total),
        columns.map((label) => el("th", { scope: "col" }, label)),
      ),
    ),
    el("tbody", {}, rows.map((row) => line(row, columns, steps))),
  );
}

function line(row, columns, steps) {
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, link(row.href, row.title), remark(row)),
    el("td", { class: "total" }, row.total),
    row.cells.map((cell, index) => el("td", {}, tile(cell, row, columns[index], steps))),
  );
}

function remark(row) {
  return row.remark ? el("span", { class: "remark" }, row.remark) : null;
}

// The idea's own link in front of the row is the stop for the keyboard; a hundred more would only
// be in the way.
function tile(cell, row, label, steps) {
  const seen = el("span", {}, cell.text);
  const spoken = el("span", { class: "unseen" }, `${label}: ${cell.spoken ?? cell.text}`);
  seen.setAttribute("aria-hidden", "true");
  if (cell.step === null) return el("span", { class: "tile none" }, seen, spoken);
  const node = link(cell.href, "", { class: "tile", tabindex: "-1" });
  node.append(seen, spoken);
  return paint(node, steps[cell.step]);
}

function narrow({ rows, total_unit: unit }, steps) {
  const blocks = rows.map((row) => {
    const total = el("span", {}, row.total, el("span", { class: "quiet" }, ` ${unit}`));
    const tops = row.top.map((cell) => {
      const node = link(cell.href, "", { class: "tile" });
      node.append(el("b", {}, cell.text), el("span", {}, cell.label));
      return el("li", {}, cell.step === null ? node : paint(node, steps[cell.step]));
    });
    const title = el("div", { class: "title" }, link(row.href, row.title), total);
    return el("li", {}, title, remark(row), tops.length ? el("ol", {}, tops) : null);
  });
  return el("ul", { class: "blocks" }, blocks);
}

function paint(node, { ground, ink }) {
  node.style.background = ground;
  node.style.color = ink;
  return node;
}

/** The ten steps of the theme, each with the ink that reads better on it. */
function colours(shadow) {
  const listed = getComputedStyle(shadow.host).getPropertyValue("--st-chart-sequential-colors");
  return listed.split(",").map((ground) => {
    const light = luminance(ground.trim());
    const onWhite = 1.05 / (light + 0.05);
    const onInk = (light + 0.05) / (luminance("#000000") + 0.05);
    return { ground: ground.trim(), ink: onWhite >= onInk ? "#FFFFFF" : "#000000" };
  });
}

function luminance(colour) {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
