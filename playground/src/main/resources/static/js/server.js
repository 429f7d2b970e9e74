/** Calls of the server. A failed call throws an Error with the server's words, and with the `charge` if the server knows it. */

export async function get(path) {
  return answer(await call(path));
}

export async function post(path, body) {
  return answer(await send(path, body));
}

/** Posts, and calls listener(event, data) for each server-sent event. Resolves at the end of the stream. */
export async function stream(path, body, listener, signal) {
  const response = await send(path, body, {signal});
  if (!response.ok) await answer(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const {done, value} = await reached(reader.read());
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const field = name => block.split('\n').filter(line => line.startsWith(name + ':')).map(line => line.slice(name.length + 1)).join('\n');
      listener(field('event').trim(), JSON.parse(field('data')));
    }
  }
}

export function send(path, body, options = {}) {
  return call(path, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body ?? {}), ...options});
}

const call = (path, options) => reached(fetch(path, options));

/** A browser has its own words for a server that is away, such as "Failed to fetch". */
async function reached(promise) {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof TypeError) throw new Error('The playground does not answer. Is it still running?');
    throw error;
  }
}

async function answer(response) {
  const text = await reached(response.text());
  if (response.ok) return text ? JSON.parse(text) : null;
  let body = null;
  try {
    body = JSON.parse(text);
  } catch {
    // a page, not an answer of the playground
  }
  throw Object.assign(new Error(body?.kind ? body.kind + ': ' + body.message : 'The server answered ' + response.status), {charge: body?.charge});
}

/** An id that nobody guesses. A page that is neither on localhost nor on https has no crypto.randomUUID. */
export const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
