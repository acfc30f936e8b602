// A chart of the last hour.

const HEIGHT = 130;
const HOUR = 3600;
const DARK = matchMedia("(prefers-color-scheme: dark)");

/** Loads the library, which only charts need. */
export const loadCharts = () => import("./lib/uplot/dist/uPlot.esm.js");

/** A canvas knows no variables of CSS, so the colours of elements are used. */
const colorOf = (element, selector) => getComputedStyle(element.querySelector(selector)).color;

/**
 * Draws a chart into an element, and returns what shows other values, and what removes it.
 *
 * @param text writes a value for people; `least` is the least height, `steps` are those of the axis
 * @param pointed gets the value that is pointed at; null if there is none
 */
export function drawChart({ default: Plot }, element, { text, least = 1, steps }, pointed) {
  const axis = { stroke: () => colorOf(element, ".axis"), grid: { stroke: () => colorOf(element, ".grid"), width: 1 },
    ticks: { show: false }, font: "12px system-ui" };
  const chart = new Plot({
    width: element.clientWidth, height: HEIGHT,
    legend: { show: false }, cursor: { drag: { x: false, y: false }, y: false, points: { show: false } },
    scales: { y: { range: (self, min, max) => [0, Math.max(max ?? 0, least) * 1.1] } },
    axes: [
      { ...axis, space: 90, size: 24, values: [[60, "{HH}:{mm}", null, null, null, null, null, null, 1]] },
      { ...axis, space: 40, size: 52, ...(steps && { incrs: steps }), values: (self, values) => values.map(text) }],
    series: [{}, { stroke: () => colorOf(element, ".line"), width: 1.5, points: { show: false } }],
    hooks: { setCursor: [({ cursor, data }) => pointed(data[1][cursor.idx] ?? null)] },
  }, [[], []], element);
  const resized = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT }));
  resized.observe(element);
  const redraw = () => chart.redraw();
  DARK.addEventListener("change", redraw);
  return {
    show(times, values) {
      chart.setData([times, values], false);
      const end = times.at(-1) ?? Date.now() / 1000;
      chart.setScale("x", { min: end - HOUR, max: end });
    },
    close() {
      DARK.removeEventListener("change", redraw);
      resized.disconnect();
      chart.destroy();
    },
  };
}
