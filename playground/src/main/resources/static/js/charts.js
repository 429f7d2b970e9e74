/** Chart.js in the colours of the page. */

import {byId} from './dom.js';

const charts = new Map();

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Draws a chart, or redraws the one that is there. */
export function draw(id, type, data, options = {}) {
  charts.get(id)?.destroy();
  Chart.defaults.color = colour('--soft');
  Chart.defaults.borderColor = colour('--line');
  const datasets = data.datasets.map(set => ({backgroundColor: colour('--accent'), borderColor: colour('--accent'), ...set}));
  charts.set(id, new Chart(byId(id), {
    type,
    data: {...data, datasets},
    options: {animation: false, maintainAspectRatio: false, plugins: {legend: {display: false}}, ...options}}));
}

export const drawn = id => charts.get(id);
