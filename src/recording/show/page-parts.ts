/** The page's look and behaviour, as text: a page that is one file can be attached to a bug report. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--line:#8884;--in:#2a78d6;--out:#2e8b57;--bad:#c8352c;--bar:#8aa4c8;--event:#b8860b;--dim:#777}
*{box-sizing:border-box}
body{margin:0;font:14px/1.45 system-ui,sans-serif;height:100vh;display:flex;flex-direction:column}
header{padding:.6rem 1rem;border-bottom:1px solid var(--line)}
h1{font-size:1.1rem;margin:0;overflow-wrap:anywhere}
#about{margin:.1rem 0;color:var(--dim)}details{margin:0 0 .5rem;color:var(--dim)}details p{margin:.2rem 0}summary{cursor:pointer}
#search{width:min(32rem,70%);padding:.35rem .5rem;font:inherit}
#count{margin-left:.5rem;color:var(--dim)}
main{flex:1;min-height:0;display:grid;grid-template:fit-content(30%) 1fr/minmax(18rem,42%) 1fr}
#timeline{grid-column:1/3;overflow:auto;border-bottom:1px solid var(--line);padding:.3rem 1rem}
#list{overflow:auto;border-right:1px solid var(--line)}
#detail{overflow:auto;padding:.6rem 1rem}
button.row{display:grid;grid-template-columns:4.2rem 3.2rem 1fr auto;gap:.4rem;width:100%;border:0;border-bottom:1px solid var(--line);
background:none;color:inherit;font:inherit;text-align:left;padding:.25rem .6rem;cursor:pointer;content-visibility:auto;contain-intrinsic-size:auto 29px}
button.row span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
button.row:hover{background:#8882}
button.row[aria-current=true]{background:#2a78d633}
.dim{color:var(--dim)}.bad{color:var(--bad)}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#8881;padding:.5rem;margin:.3rem 0 .8rem;font-size:12px}
h2{font-size:1rem;margin:0 0 .4rem;overflow-wrap:anywhere}h3{font-size:.8rem;margin:.4rem 0 0;color:var(--dim);font-weight:600}
svg{display:block}svg rect,svg .event{cursor:pointer}svg text{fill:currentColor;font-size:10px}svg .event{fill:var(--event)}svg .name{fill:var(--dim);pointer-events:none}
@media(max-width:700px){body{height:auto;min-height:100vh}main{display:block}
#timeline{max-height:30vh}#list{border-right:0;max-height:40vh;border-bottom:1px solid var(--line)}#search{width:100%}}
`;

export const PAGE_SCRIPT = `
const data = JSON.parse(document.getElementById('data').textContent);
const byId = id => document.getElementById(id);
const seconds = us => (us / 1e6).toFixed(3) + ' s';
const failed = e => e.status === undefined || e.status >= 400;
const short = target => { let t = target; try { t = decodeURIComponent(t) } catch {} return t.replace(/\\b([0-9a-f]{12})[0-9a-f]{52}\\b/g, '$1') };
const element = (name, text, className) => { const e = document.createElement(name); if (text !== undefined) e.textContent = text; if (className) e.className = className; return e };
const svg = (name, attributes) => { const e = document.createElementNS('http://www.w3.org/2000/svg', name); for (const k in attributes) e.setAttribute(k, attributes[k]); return e };
byId('about').textContent = 'Recorded ' + data.startedAt + (data.daemon ? ', ' + data.daemon : '') + '. ' + data.exchanges.length + ' exchanges in ' + seconds(data.lastUs) + '.';
byId('scrubbed').textContent = data.scrubbed.join('; ') || 'Nothing.';
const texts = new Map(data.exchanges.map(e => [e, JSON.stringify([e.method, e.target, short(e.target), e.status, e.reason, e.end, e.requestHeaders, e.replyHeaders]).toLowerCase() + (e.input + e.output).toLowerCase()]));
let chosen, visible = new Set(data.exchanges), barOf = new Map();
const ROW = 16, TOP = 18;
function draw() {
  const place = byId('timeline'); place.textContent = ''; barOf = new Map();
  const width = Math.max(320, place.clientWidth - 40), lanes = data.exchanges.reduce((most, e) => Math.max(most, e.lane + 1), 1);
  const below = TOP + lanes * ROW, height = below + (data.events.length ? 24 : 4);
  const at = us => 4 + us / Math.max(1, data.lastUs) * (width - 8);
  const picture = svg('svg', { width, height, role: 'img' });
  for (let i = 0; i <= 4; i++) { const us = data.lastUs * i / 4; picture.append(svg('line', { x1: at(us), x2: at(us), y1: 14, y2: height, stroke: '#8884' }));
    const label = svg('text', { x: at(us), y: 10, 'text-anchor': i === 0 ? 'start' : i === 4 ? 'end' : 'middle' }); label.textContent = seconds(us); picture.append(label) }
  // All ticks of a direction are one path, and none is drawn twice: a page of 10,000 exchanges stays quick.
  const ticks = { in: new Set(), out: new Set() };
  for (const e of data.exchanges) {
    const y = TOP + e.lane * ROW, shown = visible.has(e);
    const bar = svg('rect', { x: at(e.startUs), y, width: Math.max(2, at(e.endUs) - at(e.startUs)), height: 11, rx: 2, fill: failed(e) ? 'var(--bad)' : 'var(--bar)', opacity: shown ? 1 : .15, 'stroke-width': 1.5 });
    bar.exchange = e; barOf.set(e, bar); picture.append(bar);
    if (shown) for (const tick of e.ticks) ticks[tick.direction].add('M' + Math.round(at(tick.t) * 2) / 2 + ' ' + (tick.direction === 'in' ? y : y + 6) + 'v5');
  }
  for (const direction of ['in', 'out']) picture.append(svg('path', { d: [...ticks[direction]].join(''), stroke: 'var(--' + direction + ')', 'pointer-events': 'none' }));
  drawEvents(picture, at, below + 6, width);
  place.append(picture); mark();
}
// What the daemon told of by its events; a name is written where there is room for it.
function drawEvents(picture, at, y, width) {
  const byNumber = new Map(data.exchanges.map(e => [e.x, e]));
  data.events.forEach((event, index) => {
    const x = at(event.t), sign = svg('path', { d: 'M' + x + ' ' + (y - 4) + 'l4 4l-4 4l-4-4z', class: 'event' }), title = svg('title', {});
    title.textContent = seconds(event.t) + ' ' + event.label; sign.append(title); sign.exchange = byNumber.get(event.x); picture.append(sign);
    const next = data.events[index + 1], room = (next ? at(next.t) - 6 : width) - x - 7;
    if (event.label.length * 5.6 < room) { const name = svg('text', { x: x + 7, y: y + 4, class: 'name' }); name.textContent = event.label; picture.append(name) }
  });
}
function mark() { barOf.get(chosen)?.setAttribute('stroke', 'currentColor') }
byId('timeline').addEventListener('click', event => { if (event.target.exchange) open(event.target.exchange) });
byId('timeline').addEventListener('mouseover', event => { const e = event.target.exchange; if (e && !event.target.firstChild) { const title = svg('title', {}); title.textContent = '#' + e.x + ' ' + e.method + ' ' + short(e.target) + ' ' + (e.status ?? 'no reply'); event.target.append(title) } });
const rows = new Map();
function list() {
  const place = byId('list'); place.textContent = ''; rows.clear();
  for (const e of data.exchanges) { if (!visible.has(e)) continue;
    const button = element('button', undefined, 'row');
    button.append(element('span', seconds(e.startUs), 'dim'), element('span', e.status === undefined ? '---' : String(e.status), failed(e) ? 'bad' : ''), element('span', e.method + ' ' + short(e.target)), element('span', ((e.endUs - e.startUs) / 1000).toFixed(0) + ' ms', 'dim'));
    button.title = e.method + ' ' + e.target; button.addEventListener('click', () => open(e)); if (e === chosen) button.setAttribute('aria-current', 'true'); rows.set(e, button); place.append(button) }
  byId('count').textContent = visible.size + ' of ' + data.exchanges.length;
}
function open(e) {
  rows.get(chosen)?.removeAttribute('aria-current'); rows.get(e)?.setAttribute('aria-current', 'true');
  barOf.get(chosen)?.removeAttribute('stroke'); chosen = e; mark(); rows.get(e)?.scrollIntoView({ block: 'nearest' });
  const place = byId('detail'); place.textContent = '';
  place.append(element('h2', '#' + e.x + ' ' + e.method + ' ' + e.target), element('p', (e.status ?? 'no reply') + ' ' + e.reason + ', ' + e.end + ', from ' + seconds(e.startUs) + ' for ' + seconds(e.endUs - e.startUs) + (e.hijacked ? ', the connection was taken over' : ''), failed(e) ? 'bad' : ''));
  const block = (name, text) => { if (text) place.append(element('h3', name), element('pre', text)) };
  const heads = pairs => pairs.map(p => p[0] + ': ' + p[1]).join('\\n');
  block('Request headers', heads(e.requestHeaders)); block(e.hijacked ? 'Sent (' + e.bytesIn + ' bytes)' : 'Request body (' + e.bytesIn + ' bytes)', e.input);
  block('Reply headers', heads(e.replyHeaders)); block(e.hijacked ? 'Received (' + e.bytesOut + ' bytes)' : 'Reply body (' + e.bytesOut + ' bytes)', e.output);
}
byId('search').addEventListener('input', event => { const words = event.target.value.toLowerCase().split(/\\s+/).filter(Boolean);
  visible = new Set(data.exchanges.filter(e => words.every(w => texts.get(e).includes(w)))); list(); draw() });
addEventListener('resize', draw); addEventListener('keydown', event => { if (event.target.id === 'search' || !/^Arrow(Up|Down)$/.test(event.key)) return;
  const all = data.exchanges.filter(e => visible.has(e)), next = all[all.indexOf(chosen) + (event.key === 'ArrowDown' ? 1 : -1)]; if (next) { event.preventDefault(); open(next) } });
list(); draw(); if (data.exchanges.length) open(data.exchanges[0]);
`;
