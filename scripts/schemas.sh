#!/bin/sh
# Validates every example and test file against parley's JSON Schemas with ajv, a validator of other people's.
# Needs a built command. Without npm, Node or a network it prints `schemas: skipped: REASON` and ends with 0.
# usage: scripts/schemas.sh [BUILD]    (build/test)
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
build=${1:-$root/build/test}
parley="$(cd "$build" && pwd)/bin/parley"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! command -v npm >/dev/null || ! npm install --silent --no-audit --no-fund ajv@8 js-yaml@4 >/dev/null 2>&1; then
  echo "schemas: skipped: npm can't be reached"
  exit 0
fi
for name in $("$parley" schema); do "$parley" schema "$name" -o "$name.json"; done
cat > validate.js <<'JS'
const fs = require('fs'), path = require('path'), child = require('child_process');
const Ajv = require('ajv'), yaml = require('js-yaml');
const [root, parley] = process.argv.slice(2);
// Strict: an unknown keyword in a schema is an error. Unions of types are meant.
const make = () => new Ajv({allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false, strictTypes: false});
const load = name => make().compile(JSON.parse(fs.readFileSync(name + '.json')));
const schemas = {};
for (const file of fs.readdirSync('.')) {
  if (file.endsWith('.json') && !file.startsWith('package')) schemas[file.slice(0, -5)] = load(file.slice(0, -5));
}
let good = 0, bad = 0, refused = 0;
const judge = (name, what, content, valid) => {
  const check = typeof name === 'string' ? schemas[name] : name;
  const passed = check(content);
  if (passed === valid) { ++good; if (!valid) ++refused; return; }
  ++bad;
  console.log(what + (valid ? ': ' + JSON.stringify(check.errors.slice(0, 3)) : ': passes although it is wrong'));
};
// Texts stay texts: a moment is no Date here, as it is none to parley.
const read = file => yaml.load(fs.readFileSync(file, 'utf8'), {schema: yaml.CORE_SCHEMA});
const run = (...words) => child.spawnSync(parley, words, {encoding: 'utf8'});
const files = folder => fs.readdirSync(folder, {withFileTypes: true}).flatMap(e =>
  e.isDirectory() ? files(path.join(folder, e.name)) : [path.join(folder, e.name)]);
const all = [...files(path.join(root, 'rules-examples')), ...files(path.join(root, 'tests/cli/packs')),
             ...files(path.join(root, 'docs/examples'))].filter(f => f.endsWith('.yaml')).sort();
for (const file of all) {
  let content;
  try { content = read(file); } catch { continue; }
  if (content === undefined || content === null) continue;
  if (content.tests) {
    if ([0, 1].includes(run('test', file).status)) judge('test', file, content, true);
    continue;
  }
  if (content.pack || content.overlay) {
    if (run('check', file).status === 0) judge('pack', file, content, true);
  } else if (content.cart) {
    judge('facts', file, content, true);
  } else if (content.items || Array.isArray(content)) {
    judge('catalog', file, content, true);
  } else if (path.basename(file).startsWith('ask')) {
    judge('ask', file, content, true);
  }
}
// What changed between two packs, with recorded requests; and the records themselves.
const beside = name => path.join(root, 'tests/cli/packs', name);
judge('diff', 'shop-next.yaml', JSON.parse(run('diff', beside('shop.yaml'), beside('shop-next.yaml'), '--json',
  '--replay', beside('recorded.ndjson')).stdout), true);
for (const line of fs.readFileSync(beside('recorded.ndjson'), 'utf8').split('\n')) {
  if (line.startsWith('{')) judge('record', line, JSON.parse(line), !line.includes('fcats'));
}
// Each example pack with its facts: the schema that knows the pack, and decisions about every offer.
for (const pack of all.filter(f => !/bad|facts|catalog|_test/.test(path.basename(f)) && run('check', f).status === 0)) {
  const schema = run('schema', 'facts', pack);
  if (schema.status !== 0) continue;
  const knows = make().compile(JSON.parse(schema.stdout));
  const offers = JSON.parse(run('inspect', pack, '--json').stdout).offers;
  for (const facts of all.filter(f => path.dirname(f) === path.dirname(pack) && /^facts/.test(path.basename(f)))) {
    for (const offer of offers) {
      const word = offer.value && offer.value.includes(' to ') ? offer.offer + '=' + offer.value.split(' ')[0] : offer.offer;
      const said = run('validate', pack, '--facts', facts, '--offer', word, '--json');
      if (said.status === 2 || !said.stdout) continue;
      const answer = JSON.parse(said.stdout);
      if (!answer.verdict) continue;
      judge('decision', facts + ' ' + word, answer, true);
      judge(knows, facts + ' with ' + pack, read(facts), true);
    }
    judge(knows, facts + ' with a misspelt fact', {...read(facts), custmer: {key: 'x'}}, false);
  }
  judge('diagnostics', pack, JSON.parse(run('check', pack, '--json').stdout), true);
  judge('inspect', pack, JSON.parse(run('inspect', pack, '--json').stdout), true);
  judge('diff', pack, JSON.parse(run('diff', pack, pack, '--json').stdout), true);
  judge('matrix', pack, JSON.parse(run('matrix', pack, '--format', 'json').stdout), true);
  const asked = ([name, ...words]) => {
    const said = run(...words);
    if (said.status === 2 || !said.stdout) return;
    judge(name, words.join(' '), JSON.parse(said.stdout), true);
  };
  const word = offers.map(o => o.value && o.value.includes(' to ') ? o.offer + '=' + o.value.split(' ')[0] : o.offer);
  const two = word.slice(0, 2).flatMap(w => ['--offer', w]);
  asked(['stackable', 'stackable', pack, ...offers.slice(0, 2).flatMap(o => ['--offer', o.offer]), '--json']);
  for (const facts of all.filter(f => path.dirname(f) === path.dirname(pack) && /^facts/.test(path.basename(f)))) {
    for (const who of ['internal', 'agent', 'customer']) {
      const known = [pack, '--facts', facts, '--audience', who, '--json'];
      asked(['eligible', 'eligible', ...known]);
      asked(['best', 'best', ...known]);
      asked(['explain', 'explain', ...known, ...two]);
      asked(['suggest', 'suggest', ...known]);
      asked(['negotiate', 'negotiate', ...known, '--say', '20%']);
    }
    asked(['simulation', 'negotiate', pack, '--facts', facts, '--simulate', '4', '--json']);
    asked(['prove', 'prove', pack, 'discount <= 5% of subtotal', 'discount <= 90% of subtotal', '--effort', '200', '--json']);
    asked(['bench', 'bench', pack, '--facts', facts, '--seconds', '0.001', '--json']);
  }
}
for (const file of all.filter(f => /_test.yaml$/.test(f))) {
  const said = run('test', file, '--coverage', '--json');
  if (said.status < 2) judge('results', file, JSON.parse(said.stdout), true);
}
for (const [name, wrong] of [['pack', {pack: 'p', offres: {}}], ['pack', {pack: 'p', limits: [{limt: 'x'}]}],
                             ['proposal', {offer: 'A'}], ['facts', {cart: {lines: []}}], ['test', {test: []}]]) {
  judge(name, JSON.stringify(wrong), wrong, false);
}
console.log(`schemas: ${good} as expected (${refused} of them refused), ${bad} not`);
process.exit(bad === 0 && good > 50 ? 0 : 1);
JS
node validate.js "$root" "$parley"
