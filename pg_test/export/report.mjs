// Opens a report in Chromium: node report.mjs MODULES check FILE prints what is found there as JSON; with `shot FILE PNG [SCHEME]
// [HEIGHT] [SELECTOR]` it takes a picture of what is seen first, or of the page from an element on; with `print FILE PDF` it prints.
import { createRequire } from 'node:module';
import { readFileSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [modules, action, file, ...rest] = process.argv.slice(2);
const require = createRequire(modules + '/package.json');
const puppeteer = require('puppeteer-core');
const browser = await puppeteer.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'], protocolTimeout: 600000 });
const page = await browser.newPage();
const asked = [];
page.on('request', (request) => asked.push(request.url()));
const said = [];
page.on('console', (message) => said.push(message.text()));
page.on('dialog', (dialog) => { said.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
page.on('pageerror', (error) => said.push(String(error)));

async function open(scheme, height = 900) {
  await page.setViewport({ width: 1240, height });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  const start = Date.now();
  await page.goto(pathToFileURL(file).href, { timeout: 0 });
  return Date.now() - start;
}

// Everything is open, so that everything is looked at.
async function unfold() {
  await page.evaluate(() => document.querySelectorAll('details').forEach((it) => { it.open = true; }));
}

async function accessible(scheme) {
  await open(scheme);
  await unfold();
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  return violations.map((it) => `${scheme}: ${it.id}: ${it.nodes.slice(0, 3).map((node) => node.html.slice(0, 200) + ' ' + node.failureSummary).join(' | ')}`);
}

// Folds and unfolds by the keyboard alone: how many parts can be reached, and whether the first one obeys.
async function keyboard() {
  await open('light');
  const first = () => page.evaluate(() => document.querySelector('main details').open);
  const before = await first();
  await page.keyboard.press('Tab');
  const skip = await page.evaluate(() => document.activeElement.className);
  // From the last thing before it: a big page has thousands.
  await page.evaluate(() => {
    const first = document.querySelector('main details > summary');
    const stops = [...document.querySelectorAll('a[href], [tabindex="0"], main details > summary')];
    stops[stops.indexOf(first) - 1].focus();
  });
  await page.keyboard.press('Tab');
  const reached = await page.evaluate(() => document.activeElement === document.querySelector('main details > summary'));
  await page.keyboard.press('Enter');
  return { skip, reached, toggled: before !== (await first()) };
}

function found() {
  const text = (selector, within = document) => [...within.querySelectorAll(selector)].map((it) => it.textContent.replace(/\s+/g, ' ').trim());
  const section = (id) => text(`#${id}`)[0];
  const repeated = (all) => { const seen = new Set(); return all.filter((it) => seen.size === seen.add(it).size); };
  return {
    title: document.title,
    h1: text('h1')[0],
    header: text('header')[0],
    verdicts: text('.verdict'),
    counts: text('.counts li'),
    hazards: text('#hazards tbody tr'),
    changes: text('#changes .objects tbody tr'),
    objects: text('#objects h3'),
    gone: text('#objects del'),
    come: text('#objects ins'),
    marks: text('#objects mark'),
    same: text('#objects .same'),
    svg: text('#diagram svg text'),
    steps: document.querySelectorAll('#statements .steps > li').length,
    statements: text('#statements .pair > div:first-child pre'),
    undo: text('#statements .pair > div:last-child pre'),
    keywords: text('#statements pre b'),
    constants: text('#statements pre i'),
    comments: text('#statements pre em'),
    hidden: text('samp'),
    diagram: section('diagram'),
    checks: section('checks'),
    warnings: section('warnings'),
    record: section('record'),
    scripts: document.scripts.length,
    foreign: [...document.querySelectorAll('script, iframe, object, embed, img, link, form, base, audio, video')].map((it) => it.outerHTML),
    links: [...document.querySelectorAll('[href], [src], [action]')].map((it) => it.getAttribute('href') ?? it.getAttribute('src') ?? it.getAttribute('action')).filter((it) => !it.startsWith('#')),
    dangling: [...document.querySelectorAll('a[href^="#"]')].map((it) => it.getAttribute('href').slice(1)).filter((it) => !document.getElementById(it)),
    twice: repeated([...document.querySelectorAll('[id]')].map((it) => it.id)),
    handlers: [...document.querySelectorAll('*')].filter((it) => [...it.attributes].some((a) => a.name.startsWith('on'))).length,
    folded: document.querySelectorAll('details').length,
    summaries: document.querySelectorAll('details > summary').length,
    overflows: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  };
}

if (action === 'check') {
  const took = await open('light');
  const result = await page.evaluate(found);
  result.took = took;
  result.size = statSync(file).size;
  result.colours = {};
  for (const scheme of ['light', 'dark']) {
    await open(scheme);
    result.colours[scheme] = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  }
  if (result.size < 2000000) result.violations = [...(await accessible('light')), ...(await accessible('dark'))];
  const begun = Date.now();
  result.keyboard = await keyboard();
  result.typed = Date.now() - begun;
  await page.setViewport({ width: 360, height: 800 });
  result.narrow = await page.evaluate(() => document.documentElement.scrollWidth);
  // Thousands of unfolded steps take minutes.
  if (result.size < 2000000) {
    await page.emulateMediaType('print');
    result.printed = await page.evaluate(() => getComputedStyle(document.querySelector('nav')).display);
  }
  result.asked = asked.filter((it) => !it.startsWith('file:'));
  result.said = said;
  console.log(JSON.stringify(result));
} else if (action === 'shot') {
  const [png, scheme = 'light', height = '900', selector] = rest;
  await open(scheme, Number(height));
  if (selector) await page.evaluate((it) => document.querySelector(it).scrollIntoView(), selector);
  await new Promise((done) => setTimeout(done, 300));
  await page.screenshot({ path: png });
} else if (action === 'print') {
  await open('light');
  await page.pdf({ path: rest[0], format: 'A4', preferCSSPageSize: true });
} else {
  throw new Error(`unknown action ${action}`);
}
await browser.close();
