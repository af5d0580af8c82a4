/** The page's look and behaviour, as text: a page that is one file can be attached to a bug report. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--line:#8884;--in:#2a78d6;--out:#2e8b57;--bad:#c8352c;--bar:#8aa4c8;--dim:#777}
*{box-sizing:border-box}
body{margin:0;font:14px/1.45 system-ui,sans-serif;height:100vh;display:flex;flex-direction:column}
header{padding:.6rem 1rem;border-bottom:1px solid var(--line)}
h1{font-size:1.1rem;margin:0;overflow-wrap:anywhere}
#about{margin:.1rem 0 .5rem;color:var(--dim)}
#search{width:min(32rem,70%);padding:.35rem .5rem;font:inherit}
#count{margin-left:.5rem;color:var(--dim)}
main{flex:1;min-height:0;display:grid;grid-template:minmax(5rem,30%) 1fr/minmax(18rem,42%) 1fr}
#timeline{grid-column:1/3;overflow:auto;border-bottom:1px solid var(--line);padding:.3rem 1rem}
#list{overflow:auto;border-right:1px solid var(--line)}
#detail{overflow:auto;padding:.6rem 1rem}
button.row{display:grid;grid-template-columns:4.2rem 3.2rem 1fr auto;gap:.4rem;width:100%;border:0;border-bottom:1px solid var(--line);
background:none;color:inherit;font:inherit;text-align:left;padding:.25rem .6rem;cursor:pointer}
button.row span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
button.row:hover{background:#8882}
button.row[aria-current=true]{background:#2a78d633}
.dim{color:var(--dim)}.bad{color:var(--bad)}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#8881;padding:.5rem;margin:.3rem 0 .8rem;font-size:12px}
h2{font-size:1rem;margin:0 0 .4rem;overflow-wrap:anywhere}h3{font-size:.8rem;margin:.4rem 0 0;color:var(--dim);font-weight:600}
svg rect{cursor:pointer}svg text{fill:currentColor;font-size:10px}
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
byId('about').textContent = 'Recorded ' + data.startedAt + (data.daemon ? ', ' + data.daemon : '') + '. ' + data.exchanges.length + ' exchanges in ' + seconds(data.lastUs) + '. Scrubbed: ' + (data.scrubbed.join('; ') || 'nothing') + '.';
const texts = new Map(data.exchanges.map(e => [e, JSON.stringify([e.method, e.target, short(e.target), e.status, e.reason, e.end, e.requestHeaders, e.replyHeaders]).toLowerCase() + (e.input + e.output).toLowerCase()]));
let chosen, visible = new Set(data.exchanges);
function draw() {
  const place = byId('timeline'); place.textContent = '';
  const width = Math.max(320, place.clientWidth - 40), lanes = 1 + Math.max(0, ...data.exchanges.map(e => e.lane)), row = 16;
  const at = us => 4 + us / Math.max(1, data.lastUs) * (width - 8);
  const picture = svg('svg', { width, height: lanes * row + 20, role: 'img' });
  for (let i = 0; i <= 4; i++) { const us = data.lastUs * i / 4; picture.append(svg('line', { x1: at(us), x2: at(us), y1: 14, y2: lanes * row + 18, stroke: '#8884' }));
    const label = svg('text', { x: at(us), y: 10, 'text-anchor': i === 0 ? 'start' : i === 4 ? 'end' : 'middle' }); label.textContent = seconds(us); picture.append(label) }
  for (const e of data.exchanges) {
    const y = 18 + e.lane * row, group = svg('g', { opacity: visible.has(e) ? 1 : .15 });
    const bar = svg('rect', { x: at(e.startUs), y, width: Math.max(2, at(e.endUs) - at(e.startUs)), height: 11, rx: 2, fill: failed(e) ? 'var(--bad)' : 'var(--bar)', stroke: e === chosen ? 'currentColor' : 'none', 'stroke-width': 1.5 });
    const title = svg('title', {}); title.textContent = '#' + e.x + ' ' + e.method + ' ' + short(e.target) + ' ' + (e.status ?? 'no reply'); bar.append(title); group.append(bar);
    for (const tick of e.ticks) group.append(svg('line', { x1: at(tick.t), x2: at(tick.t), y1: tick.direction === 'in' ? y : y + 6, y2: tick.direction === 'in' ? y + 5 : y + 11, stroke: 'var(--' + tick.direction + ')', 'pointer-events': 'none' }));
    group.addEventListener('click', () => open(e)); picture.append(group);
  }
  place.append(picture);
}
const rows = new Map();
function list() {
  const place = byId('list'); place.textContent = ''; rows.clear();
  for (const e of data.exchanges) { if (!visible.has(e)) continue;
    const button = element('button', undefined, 'row');
    button.append(element('span', seconds(e.startUs), 'dim'), element('span', e.status === undefined ? '---' : String(e.status), failed(e) ? 'bad' : ''), element('span', e.method + ' ' + short(e.target)), element('span', ((e.endUs - e.startUs) / 1000).toFixed(0) + ' ms', 'dim'));
    button.title = e.method + ' ' + e.target; button.addEventListener('click', () => open(e)); rows.set(e, button); place.append(button) }
  byId('count').textContent = visible.size + ' of ' + data.exchanges.length;
}
function open(e) {
  for (const [other, button] of rows) button.setAttribute('aria-current', String(other === e));
  chosen = e; draw(); rows.get(e)?.scrollIntoView({ block: 'nearest' });
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
