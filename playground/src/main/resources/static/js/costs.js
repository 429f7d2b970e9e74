/** The tab Costs: the ledger as charts and as a table. */

import {byId, dollars, element, fillOptions, fillTable, seconds} from './dom.js';
import {get} from './server.js';
import {draw} from './charts.js';

let calls = [];

export function startCosts() {
  for (const id of ['by-outcome', 'by-model', 'by-tab']) byId(id).addEventListener('change', show);
}

export async function showCosts() {
  calls = await get('api/costs');
  fillOptions(byId('by-outcome'), distinct('outcome'));
  fillOptions(byId('by-model'), distinct('model'));
  fillOptions(byId('by-tab'), distinct('tab'));
  show();
}

const distinct = field => [...new Set(calls.map(call => call[field]))].sort();

function show() {
  const chosen = calls.filter(call => ['outcome', 'model', 'tab'].every(field => !byId('by-' + field).value || call[field] === byId('by-' + field).value));
  const sum = field => chosen.reduce((total, call) => total + Number(call[field] ?? 0), 0);
  const unknown = chosen.filter(call => call.outcome === 'unknown').length;
  byId('totals').replaceChildren(...Object.entries({
    'Spent': dollars(sum('cost')), 'Calls': chosen.length, 'Cost unknown': unknown,
    'Tokens in': sum('inputTokens').toLocaleString('en'), 'Tokens out': sum('outputTokens').toLocaleString('en'),
    'Saved by caches': dollars(sum('cacheSaving'))}).map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, String(value)))));

  let spent = 0;
  draw('chart-time', 'line', {
    labels: chosen.map(call => new Date(call.time).toLocaleTimeString('en-GB')),
    datasets: [{data: chosen.map(call => spent += Number(call.cost ?? 0)), stepped: true, pointRadius: 2}]});
  bars('chart-model', chosen, 'model', call => Number(call.cost ?? 0));
  bars('chart-tab', chosen, 'tab', call => Number(call.cost ?? 0));
  bars('chart-outcome', chosen, 'outcome', () => 1);

  fillTable(byId('calls'), [
    ['Time', call => new Date(call.time).toLocaleTimeString('en-GB')],
    ['Tab', call => call.tab],
    ['Agent', call => call.agent],
    ['Model', call => call.model],
    ['Provider', call => call.provider],
    ['Outcome', call => call.error ? call.outcome + ': ' + call.error : call.outcome],
    ['In', call => call.inputTokens?.toLocaleString('en'), 'number'],
    ['Out', call => call.outputTokens?.toLocaleString('en'), 'number'],
    ['Cost', call => dollars(call.cost), 'number'],
    ['First token', call => call.firstTokenMillis === null ? '' : seconds(call.firstTokenMillis), 'number'],
    ['Time', call => seconds(call.millis), 'number'],
    ['Attempts', call => String(call.attempts), 'number']], [...chosen].reverse());
}

function bars(id, chosen, field, value) {
  const totals = new Map();
  for (const call of chosen) totals.set(call[field], (totals.get(call[field]) ?? 0) + value(call));
  const rows = [...totals].sort((a, b) => b[1] - a[1]).slice(0, 8);
  draw(id, 'bar', {labels: rows.map(row => row[0]), datasets: [{data: rows.map(row => row[1]), maxBarThickness: 22}]}, {indexAxis: 'y'});
}
