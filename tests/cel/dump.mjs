// Writes the cases of the npm package @bufbuild/cel-spec as one flat JSON list.
//
//   node dump.mjs FOLDER-OF-THE-PACKAGE OUTPUT.json
//
// A case: {suite, section, name, expr, ...} with what the package says of it, in protobuf's JSON.
// `protobuf` marks the cases that need a message type, an enum, Any or a wrapper.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

const [folder, output] = process.argv.slice(2);
if (!folder || !output) {
  console.error('usage: node dump.mjs FOLDER OUTPUT.json');
  process.exit(2);
}

// These sections are about protobuf as such; some of their cases name no type, because the
// container does.
const protobufSections = new Set(
    ['dynamic', 'enums', 'proto2', 'proto2_ext', 'proto3', 'wrappers']);
const protobufWords =
    /TestAllTypes|google\.protobuf|objectValue|messageType|enumValue|wellKnown|"wrapper"|proto[23]|@type/;

function needsProtobuf(section, original) {
  const {name, description, container, ...rest} = original;
  return protobufSections.has(section) || protobufWords.test(JSON.stringify(rest));
}

const cases = [];
const seen = new Map();

function add(suite, path, test) {
  const {original} = test;
  const section = path[0] ?? suite;
  // Some names stand twice; the second is NAME#2.
  let name = [...path, original.name ?? original.expr].join('/');
  const count = (seen.get(suite + name) ?? 0) + 1;
  seen.set(suite + name, count);
  if (count > 1) name += `#${count}`;
  cases.push({
    suite, section, name, expr: original.expr,
    protobuf: needsProtobuf(section, original),
    container: original.container ?? '',
    typeEnv: original.typeEnv ?? [],
    bindings: original.bindings ?? {},
    unchecked: original.disableCheck ?? false,
    checkOnly: original.checkOnly ?? false,
    fails: 'evalError' in original,
    // A case that says nothing expects true.
    value: original.value ?? original.typedResult?.result ?? {boolValue: true},
    deducedType: original.typedResult?.deducedType,
    ast: test.ast, type: test.type,
    refusal: test.type === undefined ? test.error ?? '' : '',
  });
}

function walk(suite, path, node) {
  for (const test of node.tests ?? []) add(suite, path, test);
  for (const child of node.suites ?? []) walk(suite, [...path, child.name], child);
}

for (const suite of ['conformance', 'parsing', 'checking', 'comprehension']) {
  const file = pathToFileURL(join(folder, 'dist/esm/testdata', `${suite}.js`));
  walk(suite, [], (await import(file)).tests);
}

// JSON has a negative zero, JavaScript's writer hasn't.
const keepSign = (_, v) => Object.is(v, -0) ? '-0' : v;
writeFileSync(output, JSON.stringify(cases, keepSign, 1));
