// Lets two other CEL evaluators answer what tests/oracle wrote out, and compares.
//
//   node cross_check.mjs FOLDER_WITH_NODE_MODULES CASES.ndjson DIFFERENCES.txt
//
// DIFFERENCES.txt names the kinds of difference that are explained, one a line: evaluator, kind,
// reason. Ends with 1 when there is one of another kind.
import {readFileSync, createReadStream} from 'node:fs';
import {createInterface} from 'node:readline';
import {pathToFileURL} from 'node:url';
import {join} from 'node:path';

const [folder, cases, listed] = process.argv.slice(2);
const load_esm = async (path) => import(pathToFileURL(join(folder, 'node_modules', path)).href);

const buf = await load_esm('@bufbuild/cel/dist/esm/index.js');
const protobuf = await load_esm('@bufbuild/protobuf/dist/esm/index.js');
const wkt = await load_esm('@bufbuild/protobuf/dist/esm/wkt/index.js');
const marc = {
  ...(await load_esm('@marcbachmann/cel-js/lib/index.js')),
  ...(await load_esm('@marcbachmann/cel-js/lib/functions.js')),
};

const seconds_of = (text) => text.split(' ').slice(1).map(BigInt);

function bound(v, time) {
  if (typeof v === 'boolean' || typeof v === 'string') return v;
  if (Array.isArray(v)) return v.map((e) => bound(e, time));
  if ('int' in v) return BigInt(v.int);
  if ('time' in v) return time(v.time);
  const made = new Map();
  for (let i = 0; i < v.map.length; i += 2) made.set(v.map[i], bound(v.map[i + 1], time));
  return made;
}

function nested(bindings, time) {
  const made = {};
  for (const [name, v] of Object.entries(bindings)) {
    const words = name.split('.');
    let at = made;
    for (const word of words.slice(0, -1)) at = at[word] ??= {};
    at[words.at(-1)] = bound(v, time);
  }
  return made;
}

// Nanoseconds are never negative in our form.
function normal(seconds, nanos) {
  let s = BigInt(seconds), n = BigInt(nanos);
  if (n < 0n) { n += 1000000000n; s -= 1n; }
  return `${s} ${n}`;
}

const bytes_text = (b) => `b"${Buffer.from(b).toString('utf8')}"`;

function shown_map(entries) {
  const sorted = entries.sort((a, b) => Buffer.compare(Buffer.from(a[0]), Buffer.from(b[0])));
  return '{' + sorted.map(([k, v]) => `"${k}", ${v}, `).join('') + '}';
}

const evaluators = {
  bufbuild: {
    run(expr, bindings) {
      const time = (t) => {
        const [s, n] = seconds_of(t);
        return t.startsWith('at')
          ? protobuf.create(wkt.TimestampSchema, {seconds: s, nanos: Number(n)})
          : protobuf.create(wkt.DurationSchema, s < 0n && n > 0n
              ? {seconds: s + 1n, nanos: Number(n - 1000000000n)} : {seconds: s, nanos: Number(n)});
      };
      const made = buf.run(expr, nested(bindings, time));
      if (made !== null && typeof made === 'object' && made.constructor?.name === 'CelError') throw made;
      return made;
    },
    show(v) {
      if (typeof v === 'boolean' || typeof v === 'bigint') return String(v);
      if (typeof v === 'string') return `"${v}"`;
      if (v instanceof Uint8Array) return bytes_text(v);
      if (buf.isCelUint(v)) return `${v.value}u`;
      if (buf.isCelList(v)) return '[' + [...v].map((e) => this.show(e) + ', ').join('') + ']';
      if (buf.isCelMap(v)) return shown_map([...v.entries()].map(([k, e]) => [k, this.show(e)]));
      const message = v.message ?? v;
      const kind = message.$typeName === 'google.protobuf.Timestamp' ? 'at' : 'lasting';
      return `${kind} ${normal(message.seconds, message.nanos)}`;
    },
  },
  marcbachmann: {
    run(expr, bindings) {
      const time = (t) => {
        const [s, n] = seconds_of(t);
        return t.startsWith('at') ? new Date(Number(s) * 1000 + Number(n) / 1e6)
                                  : new marc.Duration(s, Number(n));
      };
      return marc.evaluate(expr, nested(bindings, time));
    },
    show(v) {
      if (typeof v === 'boolean' || typeof v === 'bigint') return String(v);
      if (typeof v === 'string') return `"${v}"`;
      if (v instanceof Uint8Array) return bytes_text(v);
      if (Array.isArray(v) || v instanceof Set) return '[' + [...v].map((e) => this.show(e) + ', ').join('') + ']';
      if (v instanceof Date) {
        const ms = BigInt(v.getTime());
        const s = ms >= 0n ? ms / 1000n : -((-ms + 999n) / 1000n);
        return `at ${s} ${(ms - s * 1000n) * 1000000n}`;
      }
      if (v instanceof Map) return shown_map([...v].map(([k, e]) => [k, this.show(e)]));
      if (v.constructor?.name === 'UnsignedInt') return `${v.value ?? v.valueOf()}u`;
      if (v.constructor?.name === 'Duration') return `lasting ${normal(v.seconds, v.nanos)}`;
      return shown_map(Object.entries(v).map(([k, e]) => [k, this.show(e)]));
    },
  },
};

/// What sort of difference it is, told from the expression and the two answers.
function kind_of(expr, ours, theirs, error) {
  const reason = String(error ?? '');
  if (theirs === 'error' && /[Nn]o (such|matching) overload|type|Unsupported|not found|[Uu]nknown/.test(reason))
    return 'types';
  if (theirs === 'error') return ours === 'error' ? 'same' : 'refuses';
  if (ours === 'error') return 'no-error';
  return 'answer';
}

const explained = new Map();
for (const line of readFileSync(listed, 'utf8').split('\n')) {
  if (line === '' || line.startsWith('#')) continue;
  const [evaluator, pattern, ...reason] = line.split(/\t+/);
  if (!explained.has(evaluator)) explained.set(evaluator, []);
  explained.get(evaluator).push({pattern: new RegExp(pattern), reason: reason.join(' '), count: 0});
}

const totals = {};
let unexplained = 0;
for (const name of Object.keys(evaluators)) totals[name] = {agreed: 0, explained: 0, different: 0};
for await (const line of createInterface({input: createReadStream(cases)})) {
  const {expr, bindings, result} = JSON.parse(line);
  for (const [name, e] of Object.entries(evaluators)) {
    let theirs = 'error', error = null;
    try {
      theirs = e.show(e.run(expr, bindings));
    } catch (thrown) {
      error = thrown;
    }
    if (theirs === result) {
      ++totals[name].agreed;
      continue;
    }
    const told = `${kind_of(expr, result, theirs, error)}: ${expr} => ours ${result}, theirs ${theirs} ${error ? String(error.message ?? error).split('\n')[0] : ''}`;
    const why = (explained.get(name) ?? []).find((x) => x.pattern.test(told));
    if (why) {
      ++why.count;
      ++totals[name].explained;
      continue;
    }
    ++totals[name].different;
    if (++unexplained <= 20 || process.env.PARLEY_CROSS_ALL) console.log(`${name} ${told}\n  with ${JSON.stringify(bindings)}`);
  }
}
for (const [name, t] of Object.entries(totals)) {
  console.log(`cross-check: ${name}: ${t.agreed} agreed, ${t.explained} differ as explained, ${t.different} differ`);
  for (const x of explained.get(name) ?? []) console.log(`  ${x.count} ${x.reason}`);
}
process.exit(unexplained > 0 ? 1 : 0);
