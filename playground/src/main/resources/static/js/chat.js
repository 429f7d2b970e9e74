/** The tab Chat. */

import {byId, dollars, element, paid, seconds} from './dom.js';
import {newId, send, stream} from './server.js';
import {refreshBudget} from './budget.js';

const nothing = () => ({cost: 0, known: true});

let conversation = newId();
/** The charge of the conversation. */
let bill = nothing();
let asked = false;
let running = false;
let stop = new AbortController();

const MOST_FILE_BYTES = 20_000_000;

/** Offline, the stand-in has prepared something for the first three. */
const TRIES = ['Tell me a story', 'How many r are in strawberry?', 'Let the answer break off', 'Use the tool count_letters'];

export function startChat(models) {
  const speakers = models.filter(model => model.outputs.includes('text') && model.inputPrice !== null);
  byId('chat-models').replaceChildren(...speakers.map(model => element('option', {value: model.id, label: model.name + ' · ' + price(model)})));
  const facts = () => {
    const model = speakers.find(known => known.id === byId('chat-model').value);
    byId('chat-model-facts').textContent = model ? [price(model), model.context ? model.context.toLocaleString('en') + ' tokens' : null, 'reads ' + model.inputs.join(', ')].filter(Boolean).join(' · ') : '';
  };
  byId('chat-model').addEventListener('input', facts);
  facts();
  byId('ask').addEventListener('submit', ask);
  suggest();
  byId('question').addEventListener('keydown', event => {
    // an Enter that chooses among the words of an input method is not yet a question
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      byId('ask').requestSubmit();
    }
  });
  byId('again').addEventListener('click', () => answer({again: true, files: []}));
  byId('cancel').addEventListener('click', cancel);
  // who leaves does not pay for the rest of the answer
  addEventListener('pagehide', () => running && cancel());
  byId('forget').addEventListener('click', () => {
    send('api/chats/' + conversation, {}, {method: 'DELETE'}).catch(() => {});
    stop.abort();
    conversation = newId();
    bill = nothing();
    suggest();
    asked = false;
    byId('again').disabled = true;
    byId('question').focus();
  });
}

/** Ends the stream here first: a browser has six connections to a server, and other tabs may use the other five. */
function cancel() {
  stop.abort();
  send('api/chats/' + conversation + '/cancel', {}, {keepalive: true}).catch(() => {});
}

function suggest() {
  byId('messages').replaceChildren(element('div', {class: 'tries'}, ...TRIES.map(text => element('button', {type: 'button', onclick: () => {
    if (text.includes('tool')) byId('tools').checked = true;
    byId('question').value = text;
    byId('ask').requestSubmit();
  }}, text))));
}

const price = model => model.free ? 'free' : dollars(model.inputPrice) + ' / ' + dollars(model.outputPrice) + ' per million tokens';

async function ask(event) {
  event.preventDefault();
  const text = byId('question').value;
  if (running || !text.trim()) return;
  byId('messages').querySelector('.tries')?.remove();
  let files;
  busy(true);
  byId('cancel').disabled = true; // there is no answer yet
  try {
    files = await Promise.all([...byId('files').files].map(read));
  } catch (error) {
    busy(false);
    byId('messages').append(element('div', {class: 'fault', role: 'alert'}, error.message));
    return;
  }
  byId('messages').append(element('article', {class: 'message user'}, element('div', {class: 'text'}, text),
      ...files.map(file => file.type.startsWith('image/')
          ? element('img', {class: 'thumb', alt: file.name, src: 'data:' + file.type + ';base64,' + file.data})
          : element('span', {class: 'soft'}, file.name))));
  byId('question').value = '';
  byId('files').value = '';
  await answer({text, again: false, files});
}

/** The server would refuse it with its question, which could then not be asked again. */
function check({name, size, type}) {
  if (size > MOST_FILE_BYTES) throw new Error(name + ' has ' + Math.ceil(size / 1_000_000) + ' MB. A file may have 20 MB.');
  if (size === 0) throw new Error(name + ' is empty.');
  if (!type.startsWith('image/') && type !== 'application/pdf') throw new Error(name + ' is neither an image nor a PDF.');
}

async function read(file) {
  check(file);
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({name: file.name, type: file.type, data: reader.result.split(',')[1]});
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

async function answer(question) {
  const view = new Answer();
  byId('messages').append(view.article);
  stop = new AbortController();
  const mine = stop;
  asked = true;
  busy(true);
  try {
    await stream('api/chats/' + conversation, {...question, model: byId('chat-model').value, tools: byId('tools').checked},
        (event, data) => view.show(event, data), mine.signal);
    view.left();
  } catch (error) {
    if (mine.signal.aborted) view.show('cancelled', {});
    else view.failed(error.message, error);
  } finally {
    busy(false);
    refreshBudget();
  }
}

function busy(now) {
  running = now;
  byId('send').disabled = now;
  byId('again').disabled = now || !asked;
  byId('cancel').disabled = !now;
}

/** One answer as it grows. */
class Answer {
  constructor() {
    this.body = element('div');
    this.meta = element('div', {class: 'meta'});
    this.article = element('article', {class: 'message model', 'aria-busy': 'true'}, this.body, this.meta);
    this.ended = false;
    this.bill = bill;
    this.cost = 0;
    this.facts = [[], []];
  }

  show(event, data) {
    if (event === 'text') this.part('text', () => element('div', {class: 'text'})).append(data.text);
    if (event === 'thinking') this.thinking().append(data.text);
    if (event === 'tool') this.tool(data);
    if (event === 'usage') this.usage(data);
    if (event === 'done') this.end();
    if (event === 'cancelled') this.stopped();
    if (event === 'failed') this.failed(data.kind + ': ' + data.message, data);
    this.article.scrollIntoView({block: 'nearest'});
  }

  /** The last part if it is of this kind, else a new one. */
  part(kind, make) {
    if (this.kind !== kind) {
      this.kind = kind;
      this.last = make();
      this.body.append(this.last);
    }
    return this.last;
  }

  thinking() {
    return this.part('thinking', () => element('details', {class: 'thinking'}, element('summary', {}, 'Thinking'), element('div', {class: 'text soft'}))).lastChild;
  }

  tool({name, arguments: given, result}) {
    this.kind = 'tool';
    this.body.append(element('div', {class: 'tool'}, element('strong', {}, name), ' ', element('code', {}, given), element('div', {}, '→ ', element('code', {}, result))));
  }

  usage({model, provider, inputTokens, outputTokens, charge, finish, millis}) {
    this.facts = [[model, provider, (inputTokens ?? '?') + ' + ' + (outputTokens ?? '?') + ' tokens'], [seconds(millis), finish]];
    this.charged(charge);
    refreshBudget();
  }

  /** The charge of the whole answer so far; none if nobody knows what the server did. */
  charged(charge) {
    this.bill.cost += (charge?.cost ?? this.cost) - this.cost;
    this.bill.known &&= charge?.known;
    this.cost = charge?.cost ?? this.cost;
    const [before, after] = this.facts;
    const answer = paid(charge ?? {cost: this.cost, known: false});
    this.meta.textContent = [...before, answer, ...after, 'conversation ' + paid(this.bill)].filter(Boolean).join(' · ');
  }

  failed(message, {refused, charge} = {}) {
    if (this.ended) return;
    this.charged(charge);
    this.article.classList.add('failed');
    this.end(element('div', {class: 'fault', role: 'alert'}, (refused ? 'Refused before it was sent. ' : this.kind === 'text' ? 'The answer broke off. ' : '') + message));
  }

  /** OpenRouter may charge for what it has written until then. */
  stopped() {
    if (this.ended) return;
    this.charged();
    this.end(element('div', {class: 'stopped'}, 'You stopped this answer.'));
  }

  /** The stream ended: without a last event if the server has gone. */
  left() {
    this.failed('The connection to the playground ended.');
  }

  end(note) {
    this.ended = true;
    this.article.setAttribute('aria-busy', 'false');
    if (note) this.body.append(note);
  }
}
