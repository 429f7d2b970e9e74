/** The tab Rerank: columns of passages, bars for scores, lines that show who moved. */

import {byId, element, paid, seconds} from './dom.js';
import {get, post} from './server.js';
import {refreshBudget} from './budget.js';

const SHOWN = 25;

export function startRerank(models) {
  for (const [id, output, usual] of [['rerank-endpoint', 'rerank', 'cohere/rerank-v3.5'], ['rerank-decision', 'decisions', 'typesafe/jev-1.13']]) {
    const able = models.filter(model => model.outputs.includes(output)).map(model => model.id);
    byId(id).replaceChildren(...(able.length ? able : [usual]).map(model => element('option', {value: model}, model)));
    if (able.includes(usual)) byId(id).value = usual;
  }
  byId('sample').addEventListener('click', sample);
  byId('rank').addEventListener('submit', rank);
  addEventListener('resize', drawLines);
  sample();
}

async function sample() {
  try {
    const {query, passages} = await get('api/rerank/sample');
    byId('query').value = query;
    byId('passages').value = passages.join('\n\n');
  } catch (error) {
    byId('rankings').replaceChildren(element('p', {class: 'fault', role: 'alert'}, error.message));
  }
}

async function rank(event) {
  event.preventDefault();
  const query = byId('query').value;
  const passages = byId('passages').value.split(/\n\s*\n/).map(passage => passage.trim()).filter(Boolean);
  const columns = [
    column('As found', passages.length + ' passages'),
    column('Rerank endpoint', byId('rerank-endpoint').value),
    column('Chat model', byId('rerank-chat').value),
    column('Decision model', byId('rerank-decision').value)];
  byId('rankings').replaceChildren(...columns.map(made => made.box));
  fill(columns[0], passages, passages.map(() => null));
  const button = byId('rank').querySelector('button.primary');
  button.disabled = true;
  await Promise.all([
    ranking(columns[1], 'endpoint', {query, passages, model: byId('rerank-endpoint').value}),
    ranking(columns[2], 'chat', {query, passages, model: byId('rerank-chat').value}),
    ranking(columns[3], 'decision', {query, passages, model: byId('rerank-decision').value})]);
  button.disabled = false;
  drawLines();
  refreshBudget();
}

function column(title, about) {
  const list = element('ol');
  const note = element('p', {class: 'soft'}, about);
  return {list, note, box: element('section', {}, element('h2', {}, title), note, list)};
}

async function ranking(into, kind, question) {
  try {
    const result = await post('api/rerank/' + kind, question);
    into.note.textContent = [paid(result.charge), seconds(result.millis), result.calls === null ? null : result.calls + (result.calls === 1 ? ' call' : ' calls'), result.model ?? question.model].filter(Boolean).join(' · ');
    fill(into, question.passages, result.scores);
  } catch (error) {
    into.note.textContent = paid(error.charge) + ' · ' + question.model;
    into.list.replaceChildren(element('p', {class: 'fault', role: 'alert'}, error.message));
  }
}

function fill({list}, passages, scores) {
  const order = passages.map((passage, index) => index);
  if (scores[0] !== null) order.sort((a, b) => scores[b] - scores[a]);
  list.replaceChildren(...order.slice(0, SHOWN).map(index => {
    const item = element('li', {tabIndex: 0, title: passages[index], onclick: () => mark(index), onfocus: () => mark(index)},
        element('span', {class: 'passage'}, (index + 1) + '. ' + passages[index]));
    item.dataset.passage = index;
    if (scores[index] !== null) {
      const bar = element('span', {class: 'score'});
      bar.style.width = Math.max(0, Math.min(1, scores[index])) * 100 + '%';
      bar.setAttribute('aria-label', 'score ' + scores[index].toFixed(3));
      bar.setAttribute('role', 'img');
      item.append(bar);
    }
    return item;
  }));
}

function mark(index) {
  for (const part of byId('rankings').querySelectorAll('li, line')) part.classList.toggle('marked', Number(part.dataset.passage) === index);
}

/** Draws a line from each passage to itself in the next column. Nothing has a place while another tab is shown. */
export function drawLines() {
  const area = byId('rankings');
  area.querySelector('svg')?.remove();
  const lists = [...area.querySelectorAll('ol')];
  if (lists.length < 2) return;
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('aria-hidden', 'true');
  const origin = area.getBoundingClientRect();
  for (let i = 0; i + 1 < lists.length; i++) {
    for (const from of lists[i].querySelectorAll('li')) {
      const to = lists[i + 1].querySelector(`li[data-passage="${from.dataset.passage}"]`);
      if (!to) continue;
      const [a, b] = [from.getBoundingClientRect(), to.getBoundingClientRect()];
      const line = document.createElementNS('http://www.w3.org/2000/svg', 'line');
      for (const [name, value] of Object.entries({x1: a.right - origin.left, y1: a.top + a.height / 2 - origin.top, x2: b.left - origin.left, y2: b.top + b.height / 2 - origin.top})) line.setAttribute(name, value);
      line.dataset.passage = from.dataset.passage;
      svg.append(line);
    }
  }
  area.append(svg);
}
