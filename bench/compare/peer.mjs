// Measures one engine on one workload: node peer.mjs ENGINE WORKLOAD.json SECONDS
// Run from the folder in which the engines are installed. Every answer that is given is compared
// with the right one; another answer ends it with status 3. One line of JSON as parley_compare.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [name, file, seconds] = process.argv.slice(2);
const { engines } = await import(pathToFileURL(process.cwd() + '/engines.mjs'));
const w = JSON.parse(readFileSync(file, 'utf8'));
const clock = () => Number(process.hrtime.bigint()) / 1e3;

const begin = clock();
const ask = await engines[name](w);
const load_ms = (clock() - begin) / 1e3;

const end = clock() + Number(seconds) * 1e6;
let compared = 0;
for (let c = 0; c < w.contexts.length && (compared < 4 || clock() < end); ++c, ++compared) {
  const found = new Set(await ask(w.contexts[c]));
  const right = w.answers[c];
  if (found.size !== right.length || right.some((id) => !found.has(id))) {
    console.error(`${name}: another answer in context ${c}`);
    process.exit(3);
  }
}
const times = [];
let batch = 1;
for (let c = 0; times.length < 5 || (clock() < end + Number(seconds) * 1e6 && times.length < 50_000);) {
  const start = clock();
  for (let k = 0; k < batch; ++k) await ask(w.contexts[c++ % compared]);
  const took = clock() - start;
  times.push(took / batch);
  if (took < 200) {
    batch *= 2;
    times.length = 0;
  }
}
times.sort((a, b) => a - b);
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
console.log(JSON.stringify({ engine: name, workload: w.workload, rules: w.rules.length, load_ms,
  us: at(0.5), p99: at(0.99), least: times[0], compared }));
process.exit(0);
