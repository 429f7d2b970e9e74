/** Tabs, the mode line, and the views. */

import {byId} from './dom.js';
import {get} from './server.js';
import {startBudget} from './budget.js';
import {startChat} from './chat.js';
import {showCosts, startCosts} from './costs.js';
import {drawLines, startRerank} from './rerank.js';
import {startAgents} from './agents.js';
import {showCatalog, startCatalog} from './catalog.js';

const tabs = [...byId('tabs').children];

function select(tab, focus) {
  for (const other of tabs) {
    const selected = other === tab;
    other.setAttribute('aria-selected', selected);
    other.tabIndex = selected ? 0 : -1;
    byId(other.getAttribute('aria-controls')).hidden = !selected;
  }
  if (focus) tab.focus();
  history.replaceState(null, '', '#' + tab.getAttribute('aria-controls'));
  if (tab.id === 'tab-rerank') drawLines();
  if (tab.id === 'tab-costs') showCosts();
  if (tab.id === 'tab-catalog') showCatalog();
}

byId('tabs').addEventListener('click', event => {
  if (event.target.role === 'tab') select(event.target, false);
});
byId('tabs').addEventListener('keydown', event => {
  const now = tabs.indexOf(document.activeElement);
  const to = {ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: -1}[event.key];
  if (to !== undefined) {
    event.preventDefault();
    select(tabs[(to + tabs.length) % tabs.length], true);
  }
});

let models = [];
let trouble = '';
try {
  models = await get('api/models');
} catch (error) {
  trouble = ' The catalog cannot be read: ' + error.message;
}
startBudget();
startChat(models);
startRerank(models);
startCosts();
startAgents();
startCatalog(models);
byId('mode').textContent = (await get('api/mode').catch(error => ({explanation: error.message}))).explanation + trouble;
select(tabs.find(tab => '#' + tab.getAttribute('aria-controls') === location.hash) ?? tabs[0], false);
byId('content').inert = false;
document.body.dataset.ready = 'true';
