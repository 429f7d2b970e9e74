/** The tab Costs: the ledger as charts and as a table. */

import {byId, dollars, element, fillOptions, fillTable, ofCall, paid, seconds} from './dom.js';
import {get} from './server.js';
import {draw} from './charts.js';

const MOST_ROWS = 500;

let calls = [];

export function startCosts() {
  for (const id of ['by-outcome', 'by-model', 'by-day', 'tag', 'by-tag']) byId(id).addEventListener('change', id === 'tag' ? tagChosen : show);
}

export async function showCosts() {
  try {
    calls = await get('api/costs');
  } catch (error) {
    byId('calls-shown').textContent = error.message;
    return;
  }
  calls = calls.map(call => ({...call, day: call.time.slice(0, 10)}));
  fillOptions(byId('by-outcome'), distinct(call => call.outcome));
  fillOptions(byId('by-model'), distinct(call => call.model));
  fillOptions(byId('by-day'), distinct(call => call.day));
  const names = [...new Set(calls.flatMap(call => Object.keys(call.tags)))].sort();
  const tag = byId('tag').value;
  byId('tag').replaceChildren(...(names.length ? names : ['tab']).map(name => element('option', {value: name}, name)));
  byId('tag').value = names.includes(tag) ? tag : names.includes('tab') ? 'tab' : names[0] ?? 'tab';
  tagChosen();
}

function tagChosen() {
  fillOptions(byId('by-tag'), distinct(tagged));
  show();
}

const tagged = call => call.tags[byId('tag').value] ?? 'without it';
const distinct = value => [...new Set(calls.map(value))].sort();

function show() {
  const fits = (id, value) => !byId(id).value || value === byId(id).value;
  const chosen = calls.filter(call => fits('by-outcome', call.outcome) && fits('by-model', call.model) && fits('by-day', call.day) && fits('by-tag', tagged(call)));
  const sum = field => chosen.reduce((total, call) => total + Number(call[field] ?? 0), 0);
  byId('totals').replaceChildren(...Object.entries({
    'Spent': dollars(sum('cost')), 'Calls': chosen.filter(call => call.outcome !== 'settled').length, 'Unsettled': sum('unsettled'),
    'Tokens in': sum('inputTokens').toLocaleString('en'), 'Tokens out': sum('outputTokens').toLocaleString('en'),
    'Saved by caches': dollars(sum('cacheSaving'))}).map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, String(value)))));

  let spent = 0;
  draw('chart-time', 'line', {
    labels: chosen.map(call => new Date(call.time).toLocaleTimeString('en-GB')),
    datasets: [{data: chosen.map(call => spent += Number(call.cost ?? 0)), stepped: true, pointRadius: 2}]});
  days(chosen);
  bars('chart-model', chosen, call => call.model, call => Number(call.cost ?? 0));
  bars('chart-tag', chosen, tagged, call => Number(call.cost ?? 0));
  bars('chart-outcome', chosen, call => call.outcome, () => 1);

  fillTable(byId('calls'), [
    ['Time', call => new Date(call.time).toLocaleTimeString('en-GB')],
    ['Tab', call => call.tab],
    ['Agent', call => call.agent],
    ['Model', call => call.model],
    ['Provider', call => call.provider],
    ['Outcome', call => call.error ? call.outcome + ': ' + call.error : call.outcome],
    ['In', call => call.inputTokens?.toLocaleString('en'), 'number'],
    ['Out', call => call.outputTokens?.toLocaleString('en'), 'number'],
    ['Cost', call => paid(ofCall(call)), 'number'],
    ['First token', call => call.firstTokenMillis === null ? '' : seconds(call.firstTokenMillis), 'number'],
    ['Time', call => seconds(call.millis), 'number'],
    ['Saved', call => call.cacheSaving === null ? '' : dollars(call.cacheSaving), 'number'],
    ['Attempts', call => String(call.attempts), 'number']], chosen.slice(-MOST_ROWS).reverse());
  byId('calls-shown').textContent = chosen.length > MOST_ROWS ? 'The newest ' + MOST_ROWS + ' of ' + chosen.length + ' calls; the CSV has all.' : '';
}

/** In UTC, as the ledger's files. */
function days(chosen) {
  const totals = new Map();
  for (const call of chosen) totals.set(call.day, (totals.get(call.day) ?? 0) + Number(call.cost ?? 0));
  const rows = [...totals].sort();
  draw('chart-day', 'bar', {labels: rows.map(row => row[0]), datasets: [{data: rows.map(row => row[1]), maxBarThickness: 40}]});
}

function bars(id, chosen, group, value) {
  const totals = new Map();
  for (const call of chosen) totals.set(group(call), (totals.get(group(call)) ?? 0) + value(call));
  const rows = [...totals].sort((a, b) => b[1] - a[1]).slice(0, 8);
  draw(id, 'bar', {labels: rows.map(row => row[0]), datasets: [{data: rows.map(row => row[1]), maxBarThickness: 22}]}, {indexAxis: 'y'});
}
