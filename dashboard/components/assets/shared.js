// What every part is built with. Data only ever becomes text (textContent), never markup.

import { stay } from "./moving.js";

const names = ["base", "table", "kpi_strip", "idea_grid"];
const sheets = await Promise.all(names.map(sheet));

async function sheet(name) {
  const answer = await fetch(new URL(`${name}.css`, import.meta.url));
  return new CSSStyleSheet().replace(await answer.text());
}

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes and children; strings become text, null is left out. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** Put `content` into the shadow root, in place of what an earlier run put there. */
export function place(shadow, content) {
  shadow.adoptedStyleSheets = sheets;
  const root = el("div", { class: "root" }, content);
  const earlier = [...shadow.children].find((child) => child.className === "root");
  if (earlier) earlier.replaceWith(root);
  else shadow.append(root);
}

/** A link inside the dashboard, or to the web; text where the address is neither. */
export function link(href, text, attributes = {}) {
  if (/^[a-z-]*(\?[^#\s]*)?$/.test(href)) {
    const node = el("a", { ...attributes, href: href || "." }, text);
    node.addEventListener("click", stay);
    return node;
  }
  if (/^https?:\/\/\S+$/i.test(href)) {
    const away = { class: "away", target: "_blank", rel: "noopener noreferrer" };
    return el("a", { ...attributes, ...away, href }, text);
  }
  return el("span", attributes, text);
}

/** A bar for a share of 0 to 1, with a tick at `target`. Decoration: the number stands beside. */
export function bar(rate, target) {
  const fill = el("span", { class: "fill" });
  fill.style.width = `${Math.max(0, Math.min(1, rate)) * 100}%`;
  const node = el("div", { class: "bar", "aria-hidden": "true" }, fill);
  if (typeof target === "number") {
    const tick = el("i", { class: "tick" });
    tick.style.left = `${Math.max(0, Math.min(1, target)) * 100}%`;
    node.append(tick);
  }
  return node;
}

/** A line of `values` (null: no data) with a dot at its end. Decoration. */
export function spark(values, width = 96, height = 30) {
  const known = values.filter((value) => value !== null);
  const svg = document.createElementNS(SVG, "svg");
  const box = { class: "spark", width, height, viewBox: `0 0 ${width} ${height}` };
  for (const [key, value] of Object.entries({ ...box, "aria-hidden": "true" })) {
    svg.setAttribute(key, value);
  }
  if (known.length < 2) return svg;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (index) => 2 + (index / (values.length - 1)) * (width - 6);
  const y = (value) => height - 4 - (high > low ? (value - low) / (high - low) : 0.5) * (height - 8);
  let drawn = "";
  let last = null;
  values.forEach((value, index) => {
    if (value === null) return;
    const pen = last !== null && values[index - 1] !== null ? "L" : "M";
    drawn += `${pen}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    last = [x(index), y(value)];
  });
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", drawn);
  const dot = document.createElementNS(SVG, "circle");
  dot.setAttribute("cx", last[0].toFixed(1));
  dot.setAttribute("cy", last[1].toFixed(1));
  dot.setAttribute("r", "2.75");
  svg.append(path, dot);
  return svg;
}
