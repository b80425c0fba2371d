// Parses the Mermaid text on standard input by the real package, and prints its entities and how many relationships there are.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
const require = createRequire(process.argv[2] + '/package.json');
const { JSDOM } = require('jsdom');
const { window } = new JSDOM('');
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import(pathToFileURL(process.argv[2] + '/node_modules/mermaid/dist/mermaid.core.mjs'));
const text = readFileSync(0, 'utf8');
await mermaid.parse(text);
const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
for (const it of diagram.db.getEntities().values())
  console.log(it.alias, '|', it.attributes.map((a) => `${a.type} ${a.name} ${a.keys ?? ''}`.trim()).join('; '));
console.log(diagram.db.getRelationships().length);
