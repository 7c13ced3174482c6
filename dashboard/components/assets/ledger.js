import { ideaGrid } from "./idea_grid.js";
import { kpiStrip } from "./kpi_strip.js";
import { place } from "./shared.js";
import { table } from "./table.js";

const parts = { idea_grid: ideaGrid, kpi_strip: kpiStrip, table };

export default function ({ data, parentElement }) {
  const [part, content] = JSON.parse(new TextDecoder().decode(data));
  const draw = () => place(parentElement, parts[part](content, parentElement, draw));
  draw();
}
