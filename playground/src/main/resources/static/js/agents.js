/** The tab Agents: a timeline, one bar for each agent's turn, live. */

import {byId, dollars, element, seconds} from './dom.js';
import {stream} from './server.js';
import {refreshBudget} from './budget.js';

let rows;
let clock;

export function startAgents() {
  byId('task').addEventListener('submit', run);
}

async function run(event) {
  event.preventDefault();
  rows = [];
  byId('timeline').replaceChildren();
  byId('advertisement').hidden = true;
  byId('run').disabled = true;
  const start = performance.now();
  clock = setInterval(() => scale(performance.now() - start), 200);
  try {
    await stream('api/agents', {product: byId('product').value}, show);
  } catch (error) {
    result(error.message, true);
  } finally {
    clearInterval(clock);
    scale(Math.max(...rows.map(row => row.end ?? 0), 1));
    byId('run').disabled = false;
    refreshBudget();
  }
}

function show(event, data) {
  if (event === 'begin') begin(data);
  if (event === 'call') called(data);
  if (event === 'end') end(data);
  if (event === 'done') result(data.text, false);
  if (event === 'failed') {
    for (const row of rows.filter(open => open.end === undefined)) row.item.classList.replace('running', 'failed');
    result(data.kind + ': ' + data.message, true);
  }
}

function begin({agent, model, at}) {
  const span = element('span', {class: 'span'});
  const about = element('div', {class: 'about'}, model);
  const item = element('li', {class: 'running'}, element('strong', {}, agent), element('div', {class: 'lane'}, span), about);
  byId('timeline').append(item);
  rows.push({agent, model, start: at, span, about, item});
}

const open = agent => rows.filter(row => row.agent === agent).at(-1);

function called({agent, model, inputTokens, outputTokens, cost, millis, attempts, outcome}) {
  const row = open(agent);
  if (!row) return;
  row.about.textContent = [model, (inputTokens ?? '?') + ' + ' + (outputTokens ?? '?') + ' tokens', dollars(cost), seconds(millis), attempts > 1 ? attempts + ' attempts' : null, outcome === 'answered' ? null : outcome].filter(Boolean).join(' · ');
}

function end({agent, output, at}) {
  const row = open(agent);
  row.end = at;
  row.item.classList.remove('running');
  row.about.append(element('div', {}, output));
}

/** Places the bars: the whole width is `total` milliseconds. */
function scale(total) {
  for (const row of rows) {
    row.span.style.left = 100 * row.start / Math.max(total, row.start + 1) + '%';
    row.span.style.width = 100 * ((row.end ?? total) - row.start) / total + '%';
  }
}

function result(text, failed) {
  const box = byId('advertisement');
  box.textContent = text;
  box.classList.toggle('fault', failed);
  box.hidden = false;
}
