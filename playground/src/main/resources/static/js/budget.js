/** The bar at the top: spent, reserved and unsettled of the limit. */

import {byId, dollars} from './dom.js';
import {get, post} from './server.js';

let timer;

export function startBudget() {
  byId('budget-form').addEventListener('submit', async event => {
    event.preventDefault();
    try {
      show(await post('api/budget', {limit: byId('limit').value}));
      event.target.reset();
    } catch (error) {
      byId('budget-text').textContent = error.message;
    }
  });
  refreshBudget();
}

/** Asks now, and while money is reserved, once a second. */
export async function refreshBudget() {
  clearTimeout(timer);
  let state;
  try {
    state = await get('api/budget');
  } catch {
    byId('budget-text').textContent = 'The playground does not answer.';
    return;
  }
  show(state);
  clearTimeout(timer);
  if (state.reserved > 0) timer = setTimeout(refreshBudget, 1000);
}

function show({limit, spent, reserved, unsettled, calls}) {
  const share = amount => Math.min(100, limit > 0 ? 100 * amount / limit : 100) + '%';
  const bar = byId('budget-bar');
  bar.querySelector('.spent').style.width = share(spent);
  bar.querySelector('.held').style.width = share(reserved + unsettled);
  bar.setAttribute('aria-valuemax', limit);
  bar.setAttribute('aria-valuenow', spent);
  bar.setAttribute('aria-valuetext', dollars(spent) + ' of ' + dollars(limit));
  const held = [reserved > 0 ? dollars(reserved) + ' reserved' : null, unsettled > 0 ? dollars(unsettled) + ' unsettled' : null];
  byId('budget-text').textContent = [dollars(spent) + ' of ' + dollars(limit) + ' spent', ...held.filter(Boolean), calls + ' calls'].join(' · ');
}
