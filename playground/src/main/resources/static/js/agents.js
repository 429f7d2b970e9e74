/** The tab Agents: a timeline, live. One bar for each agent, call of a model and tool, inside of what called it. */

import {byId, element, ofCall, paid, seconds} from './dom.js';
import {newId, send, stream} from './server.js';
import {refreshBudget} from './budget.js';

let rows;
let origin;
let id;
let stop = new AbortController();

export function startAgents() {
  byId('task').addEventListener('submit', run);
  byId('stop-agents').addEventListener('click', cancel);
  addEventListener('pagehide', () => byId('run').disabled && cancel());
}

function cancel() {
  stop.abort();
  send('api/agents/' + id + '/cancel', {}, {keepalive: true}).catch(() => {});
}

function busy(now) {
  byId('run').disabled = now;
  byId('stop-agents').disabled = !now;
}

async function run(event) {
  event.preventDefault();
  rows = new Map();
  origin = undefined;
  byId('timeline').replaceChildren();
  byId('advertisement').hidden = true;
  id = newId();
  stop = new AbortController();
  busy(true);
  const start = performance.now();
  const clock = setInterval(() => scale(performance.now() - start), 200);
  let over = false;
  try {
    await stream('api/agents/' + id, {product: byId('product').value}, (name, data) => {
      show(name, data);
      over ||= name === 'done' || name === 'failed';
    }, stop.signal);
    if (!over) result('The connection to the playground ended.', true);
  } catch (error) {
    result(stop.signal.aborted ? 'You stopped the agents.' : error.message, true);
  } finally {
    clearInterval(clock);
    const end = Math.max(...[...rows.values()].map(row => row.end ?? row.start), 1);
    for (const row of rows.values()) if (row.end === undefined) close(row, end, true);
    scale(end);
    busy(false);
    refreshBudget();
  }
}

function show(event, data) {
  const row = rows.get(data.id);
  if (event === 'begin') begin(data);
  if (event === 'sent') row.sent = data.at;
  if (event === 'called') called(row, data);
  if (event === 'end') {
    row.note.textContent = data.about;
    close(row, data.at, data.failed);
  }
  if (event === 'done') result(data.text, false);
  if (event === 'failed') result(data.kind + ': ' + data.message + '\n\nAll calls: ' + paid(data.charge), true);
}

function begin({id, parent, kind, name, about, at}) {
  origin ??= at;
  const above = rows.get(parent);
  const row = {start: at, depth: above ? above.depth + 1 : 0, span: element('span', {class: 'span'}), wait: element('span', {class: 'wait'}),
    facts: element('span', {}, about), note: element('span', {class: 'note'}), inside: element('ol')};
  const title = element('span', {class: 'name'}, name);
  title.style.paddingLeft = row.depth * 0.8 + 'rem';
  row.item = element('li', {class: kind.toLowerCase() + ' running'},
      element('div', {class: 'bar-row'}, title, element('div', {class: 'lane'}, row.span, row.wait), element('div', {class: 'about'}, row.facts, ' ', row.note)), row.inside);
  (above ? above.inside : byId('timeline')).append(row.item);
  rows.set(id, row);
}

function called(row, {call, at}) {
  const waited = (row.sent ?? row.start) - row.start;
  row.facts.textContent = [(call.inputTokens ?? '?') + ' + ' + (call.outputTokens ?? '?') + ' tokens', paid(ofCall(call)), seconds(call.millis),
    waited > 50 ? 'waited ' + seconds(waited) : null,
    call.retriedAfter.length ? call.attempts + ' attempts, after ' + call.retriedAfter.join(', ') : null,
    call.outcome === 'answered' ? null : call.error ?? call.outcome].filter(Boolean).join(' · ');
  close(row, at, call.outcome !== 'answered');
}

function close(row, at, failed) {
  row.end = at;
  row.item.classList.remove('running');
  row.item.classList.toggle('failed', failed);
}

/** Places the bars: the whole width is `total` milliseconds. */
function scale(total) {
  for (const row of rows.values()) {
    const end = row.end ?? Math.max(total, row.start);
    const percent = millis => Math.min(100, 100 * millis / Math.max(total - origin, 1)) + '%';
    row.span.style.left = percent(row.start - origin);
    row.span.style.width = percent(end - row.start);
    row.wait.style.left = percent(row.start - origin);
    row.wait.style.width = row.sent === undefined ? '0' : percent(row.sent - row.start);
  }
}

function result(text, failed) {
  const box = byId('advertisement');
  box.textContent = text;
  box.classList.toggle('fault', failed);
  box.hidden = false;
}
