// Draws every figure of every explorer with plotly.js, as the stock frontend's notebook shows it, and saves a picture of each:
//   node figures.mjs figures.json FOLDER [--light]
// figures.json is written by `cargo run -p skydash-explore --example figures`. Fails on a message in the console, on an
// attribute that plotly.js does not know, and on a figure without anything drawn.
import { chromium } from 'playwright-core';
import { createRequire } from 'node:module';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const [input, folder] = process.argv.slice(2);
const light = process.argv.includes('--light');
const colors = light ? { paper: '#ffffff', text: '#1c1c1c', divider: '#dddddd' } : { paper: '#212121', text: '#f2f2f2', divider: '#3a3a3a' };
const cases = JSON.parse(fs.readFileSync(input, 'utf8'));
const plotly = createRequire(import.meta.url).resolve('plotly.js-dist-min');
fs.mkdirSync(folder, { recursive: true });

const context = await chromium.launchPersistentContext(fs.mkdtempSync(path.join(os.tmpdir(), 'figures-')), {
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  headless: true,
  viewport: { width: 960, height: 540 },
  args: ['--headless', '--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const page = context.pages()[0] || await context.newPage();
const problems = [];
let label = 'start';
// Readback of canvases is slow with a software renderer, which Chromium remarks on.
const ours = (text) => !/GPU stall due to ReadPixels/.test(text);
// plotly.js traces its warnings.
page.on('console', (m) => {
  if (['error', 'warning', 'trace'].includes(m.type()) && ours(m.text())) problems.push(`${label}: ${m.text()}`);
});
page.on('pageerror', (e) => problems.push(`${label}: ${e.message}`));
await page.setContent(`<body style="margin: 0; padding: 10px; background: ${colors.paper}; color: ${colors.text}; font: 13px sans-serif">
  <div id="shown"></div></body>`);
await page.addScriptTag({ path: plotly });
await page.evaluate(() => Plotly.setPlotConfig({ logging: 1 }));

// The layout that the frontend makes of a figure's own.
const draw = async ({ figure, colors }) => {
  const { layout } = figure;
  const isParallel = figure.data.some((trace) => ['parcoords', 'parcats'].includes(trace.type));
  const axis = (own) => ({ gridcolor: colors.divider, zerolinecolor: colors.divider, ...own });
  const themed = {
    ...layout,
    paper_bgcolor: layout.paper_bgcolor || colors.paper,
    plot_bgcolor: layout.plot_bgcolor || colors.paper,
    margin: { l: 60, r: 30, t: isParallel ? 90 : 50, b: 60, ...layout.margin },
    height: 500,
    autosize: true,
    font: { size: 12, color: colors.text, ...layout.font },
    xaxis: axis(layout.xaxis),
    yaxis: axis(layout.yaxis),
    title: { ...layout.title, font: { size: 16, color: colors.text, ...layout.title?.font } },
  };
  const shown = document.getElementById('shown');
  const unknown = Plotly.validate(structuredClone(figure.data), structuredClone(figure.layout)) || [];
  await Plotly.newPlot(shown, figure.data, themed, { responsive: true, displaylogo: false, displayModeBar: false });
  await new Promise((done) => setTimeout(done, 200));
  const marks = '.trace, .points path, .barlayer path, .boxlayer path, .hm image, .heatmaplayer image, .parcats path, canvas';
  return { unknown: unknown.map((it) => it.msg), marks: shown.querySelectorAll(marks).length };
};
const tabulate = ({ columns, rows }) => {
  const shown = document.getElementById('shown');
  const row = (cells, tag) => {
    const line = document.createElement('tr');
    for (const cell of cells) line.appendChild(document.createElement(tag)).textContent = cell ?? '';
    return line;
  };
  const table = document.createElement('table');
  table.append(row(columns, 'th'), ...rows.slice(0, 20).map((cells) => row(cells, 'td')));
  table.querySelectorAll('th, td').forEach((cell) => { cell.style.cssText = 'text-align: left; padding: 3px 10px'; });
  shown.replaceChildren(table);
};
const picture = async ({ data, mime }) => {
  const image = document.createElement('img');
  image.src = `data:${mime};base64,${data}`;
  image.style.maxHeight = '500px';
  document.getElementById('shown').replaceChildren(image);
  await image.decode();
};

for (const { name, artifacts } of cases) {
  for (const [index, artifact] of artifacts.entries()) {
    label = artifacts.length > 1 ? `${name}-${index}` : name;
    await page.evaluate(() => { Plotly.purge('shown'); document.getElementById('shown').replaceChildren(); });
    if (artifact.type === 'plotly') {
      const { unknown, marks } = await page.evaluate(draw, { figure: artifact.figure, colors });
      // plotly.js 3.7 calls every colour axis invalid that it draws.
      const wrong = unknown.filter((text) => !/coloraxis is set to an invalid value \(coloraxis\)/.test(text));
      problems.push(...wrong.map((text) => `${label}: ${text}`));
      if (marks === 0) problems.push(`${label}: nothing is drawn`);
    } else if (artifact.type === 'table') {
      await page.evaluate(tabulate, artifact);
    } else if (artifact.type === 'image') {
      await page.evaluate(picture, artifact);
    }
    await page.screenshot({ path: path.join(folder, `${label}.png`) });
  }
}
await context.close();
problems.forEach((problem) => console.error(problem));
console.log(`${cases.length} requests drawn, ${problems.length} problems; pictures are in ${folder}`);
process.exit(problems.length ? 1 : 0);
