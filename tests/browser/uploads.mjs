// A file too large for one request, sent by a page that only knows the single POST: node uploads.mjs URL SCRIPT
// SCRIPT is infra/uploads.js, which the published index page loads: it carries the request over to parts.
import fs from 'node:fs';
import { open, BASE_URL } from './lib.mjs';

const ROWS = 2_500_000;
const browser = await open();
await browser.page.addInitScript(fs.readFileSync(process.argv[3], 'utf8'));
await browser.page.goto(`${BASE_URL}/app/`, { waitUntil: 'load' });
const sent = [];
browser.page.on('request', (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname.replace(/[0-9a-f-]{36}/, 'ID')}`));
const result = await browser.page.evaluate(async (rows) => {
  const lines = ['number,half\n'];
  for (let row = 0; row < rows; row += 1) lines.push(`${row},${row / 2}\n`);
  const file = new File(lines, 'large.csv', { type: 'text/csv' });
  const call = async (path, body) => {
    const init = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return (await fetch(`/api/v1${path}`, init)).json();
  };
  let steps = 0;
  const post = (path, fields) => new Promise((done) => {
    const form = new FormData();
    Object.entries(fields).forEach(([name, value]) => form.append(name, value));
    form.append('file', file);
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1${path}`);
    request.setRequestHeader('filename', encodeURIComponent(file.name));
    request.upload.onprogress = () => { steps += 1; };
    request.onload = () => done(JSON.parse(request.responseText));
    request.onerror = () => done({ error: 'broken off' });
    request.send(form);
  });
  const params = { name: 'large', dataloader: 'CSVDataLoader', separator: ',' };
  const preview = await post('/dataset/preview_with_types', { params: JSON.stringify({ dataloader_name: 'CSVDataLoader', separator: ',' }) });
  const dataset = await call('/dataset/', { name: 'large' });
  const job = await post('/job/', { job_type: 'DatasetJob', kwargs: JSON.stringify({ dataset_id: dataset.id, params }) });
  let state;
  do {
    await new Promise((done) => setTimeout(done, 200));
    state = await call(`/job/status/${job.id}`);
  } while (['not_started', 'started'].includes(state.status));
  const info = await call(`/dataset/${dataset.id}/info`);
  return { bytes: file.size, preview: preview.sample?.length, job: state, rows: info.total_rows, steps };
}, ROWS);
await browser.close();
console.log(JSON.stringify(result), [...new Set(sent)].join(', '));
const parts = sent.filter((call) => call.startsWith('PUT ')).length;
const isRight = result.preview > 0 && result.job.status === 'finished' && result.rows === ROWS && parts === Math.ceil(result.bytes / (32 << 20));
console.log(isRight ? `${result.bytes >> 20} MB came in ${parts} parts` : 'the file did not arrive');
process.exit(isRight ? 0 : 1);
