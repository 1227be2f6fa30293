#!/usr/bin/env node
// Minimal check: every main screen of the web frontend opens with something on it, without
// console errors, uncaught exceptions or failed /api calls.
//   node smoke.mjs BASE_URL --screens=PATHS [--stored] [--trace=FILE] [--shots=DIR]
// One line per screen; exit status = number of screens with a problem.
import fs from 'node:fs';
import path from 'node:path';
import { open, BASE_URL } from './lib.mjs';
const opt = Object.fromEntries(process.argv.slice(3).map((a) => a.replace(/^--/, '').split('=')));
if (opt.shots) fs.mkdirSync(opt.shots, { recursive: true });
const slow = Number(process.env.SLOW || 1);
// Which screens: --screens=PATH,PATH; with --stored also one screen of each stored kind that has any.
const screens = opt.screens.split(',');
if ('stored' in opt) {
  for (const [list, to] of [['/dataset/', '/app/data/datasets/'], ['/notebook/', '/app/data/notebooks/'], ['/model-session/', '/app/models/sessions/']]) {
    const stored = await (await fetch(BASE_URL + '/api/v1' + list)).json();
    if (stored.length) screens.push(to + stored[stored.length - 1].id);
  }
}
const b = await open({ trace: opt.trace });
let bad = 0;
for (const s of screens) {
  b.step(s);
  const at = { f: b.log.failed.length, c: b.log.console.length, e: b.log.pageErrors.length, n: b.log.calls.length };
  const why = [];
  try {
    const r = await b.page.goto(BASE_URL + s, { waitUntil: 'load', timeout: 30000 * slow });
    if (!r || r.status() >= 400) why.push(`page answered ${r && r.status()}`);
    // quiet for 1.2 s, at most 12 s
    let last = -1, still = 0;
    for (let i = 0; i < 30 * slow && still < 3; i++) { await b.page.waitForTimeout(400); if (b.log.calls.length === last) still++; else { still = 0; last = b.log.calls.length; } }
    const len = await b.page.evaluate(() => document.getElementById('root')?.innerText.trim().length || 0);
    if (len < 40) why.push(`screen is empty (${len} characters)`);
    const toasts = (await b.page.locator('.notistack-MuiContent-error').allInnerTexts()).map((x) => x.trim()).filter(Boolean);
    if (toasts.length) why.push('screen says: ' + toasts.join('; '));
  } catch (e) { why.push(e.message.split('\n')[0]); }
  for (const [k, i] of [['failed', at.f], ['console', at.c], ['pageErrors', at.e]]) for (const x of [...new Set(b.log[k].slice(i))].slice(0, 5)) why.push(`${k}: ${x.replace(/\s+/g, ' ').slice(0, 220)}`);
  if (why.length) bad++;
  console.log(`${why.length ? 'FAIL' : 'ok'} ${s} (${b.log.calls.length - at.n} api calls)${why.length ? ' ' + why.join(' | ') : ''}`);
  if (opt.shots) await b.page.screenshot({ path: path.join(opt.shots, (s.replace(/\W+/g, '_').replace(/^_|_$/g, '') || 'root') + '.png') }).catch(() => {});
}
const bare = [...new Set(b.log.calls.filter((c) => c.status >= 400).map((c) => `${c.method} ${c.path}${c.query} -> ${c.status}`))];
if (bare.length) { console.log('# calls the backend did not serve:'); for (const x of bare) console.log('#   ' + x); }
console.log(`# ${bad} of ${screens.length} screens with problems`);
await b.close();
process.exit(Math.min(bad, 100));
