/** The tab Catalog: a table, a scatter plot, and what excludes each endpoint from a request. */

import {byId, dollars, element, fillTable} from './dom.js';
import {post} from './server.js';
import {draw} from './charts.js';

let models = [];
let shown = [];

export function startCatalog(all) {
  models = all;
  for (const id of ['search', 'only-free', 'only-tools', 'only-images']) byId(id).addEventListener('input', showCatalog);
  byId('explain').addEventListener('submit', event => {
    event.preventDefault();
    explain();
  });
}

export function showCatalog() {
  const words = byId('search').value.toLowerCase().split(/\s+/);
  shown = models.filter(model => words.every(word => (model.id + ' ' + model.name).toLowerCase().includes(word))
      && (!byId('only-free').checked || model.free)
      && (!byId('only-tools').checked || model.tools)
      && (!byId('only-images').checked || model.inputs.includes('image')));
  byId('found').textContent = shown.length + ' of ' + models.length + ' models';
  plot();
  fillTable(byId('models'), [
    ['Model', model => element('button', {type: 'button', onclick: () => choose(model)}, model.id)],
    ['Input, $ per million', model => model.inputPrice === null ? '' : dollars(model.inputPrice), 'number'],
    ['Output, $ per million', model => model.outputPrice === null ? '' : dollars(model.outputPrice), 'number'],
    ['Context', model => model.context?.toLocaleString('en'), 'number'],
    ['Reads', model => model.inputs.join(', ')],
    ['Writes', model => model.outputs.join(', ')],
    ['Can', model => [model.tools ? 'tools' : null, model.reasoning ? 'thinking' : null].filter(Boolean).join(', ')],
    ['Until', model => model.expiration]], shown);
}

/** Free models have no place on a logarithmic axis; the table has them. */
function plot() {
  const dots = shown.filter(model => model.context > 0 && model.inputPrice > 0);
  draw('chart-catalog', 'scatter', {datasets: [{data: dots.map(model => ({x: model.context, y: Number(model.inputPrice)})), pointRadius: 5}]}, {
    onClick: (event, hits) => hits.length && choose(dots[hits[0].index]),
    scales: {
      x: {type: 'logarithmic', title: {display: true, text: 'context, tokens'}},
      y: {type: 'logarithmic', title: {display: true, text: '$ per million input tokens'}}},
    plugins: {legend: {display: false}, tooltip: {callbacks: {label: hit => dots[hit.dataIndex].id + ': ' + dollars(dots[hit.dataIndex].inputPrice)}}}});
}

function choose(model) {
  byId('explain-model').value = model.id;
  byId('explain').scrollIntoView({block: 'nearest'});
  explain();
}

async function explain() {
  const form = byId('explain').elements;
  const flags = Object.fromEntries(['tools', 'image', 'thinking', 'zeroDataRetention', 'requireParameters'].map(name => [name, form[name].checked]));
  try {
    const routes = await post('api/explain', {...flags, model: byId('explain-model').value, maxInputPrice: form.maxInputPrice.value || null});
    byId('routes').replaceChildren(element('ul', {}, ...routes.map(route => element('li', {},
        element('strong', {}, route.tag ?? route.provider ?? route.model), ' ',
        route.excludedBy.length
            ? element('span', {class: 'excluded'}, 'excluded by ' + route.excludedBy.join(', '))
            : element('span', {class: 'open'}, 'can serve it'),
        ' · ' + dollars(route.inputPrice) + ' per million input tokens'))));
  } catch (error) {
    byId('routes').replaceChildren(element('p', {class: 'fault', role: 'alert'}, error.message));
  }
}
