/** Small helpers over the DOM. Texts become text nodes, so nothing that a model says is ever markup. */

export const byId = id => document.getElementById(id);

/** An element: properties of `on…` are listeners, `class` and `aria-…` attributes, others properties. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (key === 'class' || key.startsWith('aria-')) made.setAttribute(key, value);
    else made[key] = value;
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

/** From a cent on, cents at least; below, four digits. */
export function dollars(amount) {
  if (amount === null || amount === undefined) return 'unknown';
  const value = Number(amount);
  return '$' + value.toLocaleString('en', value >= 0.01 || value === 0 ? {minimumFractionDigits: 2, maximumFractionDigits: 4} : {maximumSignificantDigits: 4});
}

/** An amount of which a part may be unknown. Without a charge nobody knows anything. */
export function paid(charge) {
  if (charge?.known) return dollars(charge.cost);
  return charge?.cost > 0 ? 'at least ' + dollars(charge.cost) : 'cost unknown';
}

/** The charge of a call in the ledger. An attempt without a cost is unsettled, or else free. */
export const ofCall = ({cost, unsettled}) => ({cost: cost ?? 0, known: unsettled <= 0});

export const seconds = millis => (millis / 1000).toFixed(millis < 10_000 ? 2 : 1) + ' s';

/** A table. A column is [title, row => value] or [title, row => value, 'number']. */
export function fillTable(table, columns, rows) {
  table.replaceChildren(
      element('thead', {}, element('tr', {}, ...columns.map(([title, , kind]) => element('th', {scope: 'col', class: kind ?? ''}, title)))),
      element('tbody', {}, ...rows.map(row => element('tr', {}, ...columns.map(([, value, kind]) => element('td', {class: kind ?? ''}, value(row) ?? ''))))));
}

export function fillOptions(select, values) {
  const chosen = select.value;
  select.replaceChildren(element('option', {value: ''}, 'all'), ...values.map(value => element('option', {value}, value)));
  select.value = values.includes(chosen) ? chosen : '';
}
