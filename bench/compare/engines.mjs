// The rules of a workload in the words of each engine: `load` gives a function from facts to the
// numbers of the rules that hold. A fact that is missing makes a comparison with it false; engines
// that see it otherwise are asked beforehand whether it is there.

const literal = JSON.stringify;

/** A condition as text of an expression language. */
function text_of(rule, atom) {
  const all = (atoms) => atoms.map(atom).join(' && ');
  const any = rule.any.map((group) => '(' + all(group) + ')').join(' || ');
  return [...rule.all.map(atom), ...(any ? ['(' + any + ')'] : [])].join(' && ') || 'true';
}

/** A condition as a tree: `join('all' | 'any', parts)`. */
function tree_of(rule, atom, join) {
  const parts = rule.all.map(atom);
  if (rule.any.length > 0)
    parts.push(join('any', rule.any.map((group) => join('all', group.map(atom)))));
  return join('all', parts);
}

const whether_missing = (w) => w.workload !== 'w1';

export const engines = {
  async 'json-rules-engine'(w) {
    const { Engine } = await import('json-rules-engine');
    const engine = new Engine([], { allowUndefinedFacts: true });
    engine.addOperator('there', (value) => value !== undefined);
    const atom = (a) => {
      const test = (operator, value) => ({ fact: a.fact, operator, value });
      if (a.range) {
        const [low, high] = a.values;
        return a.not
          ? { any: [test('lessThan', low), test('greaterThan', high)] }
          : { all: [test('greaterThanInclusive', low), test('lessThanInclusive', high)] };
      }
      if (!a.not) return test('in', a.values);
      return { all: [test('there', true), test('notIn', a.values)] };
    };
    w.rules.forEach((rule, i) => {
      const conditions = tree_of(rule, atom, (how, parts) => ({ [how]: parts }));
      engine.addRule({ conditions, event: { type: String(i) } });
    });
    return async (facts) => (await engine.run(facts)).events.map((event) => Number(event.type));
  },

  async 'json-logic-js'(w) {
    const { default: logic } = await import('json-logic-js');
    const rules = w.rules.map((rule) => json_logic(w, rule));
    return (facts) => {
      const found = [];
      for (let i = 0; i < rules.length; ++i) if (logic.apply(rules[i], facts)) found.push(i);
      return found;
    };
  },

  async 'json-logic-engine'(w) {
    const { LogicEngine } = await import('json-logic-engine');
    const logic = new LogicEngine();
    const rules = w.rules.map((rule) => logic.build(json_logic(w, rule)));
    return (facts) => {
      const found = [];
      for (let i = 0; i < rules.length; ++i) if (rules[i](facts)) found.push(i);
      return found;
    };
  },

  async 'zen-engine'(w) {
    const { ZenEngine } = await import('@gorules/zen-engine');
    const atom = (a) => {
      const list = a.range ? `[${a.values[0]}..${a.values[1]}]` : literal(a.values);
      return `$ != null and $ ${a.not ? 'not in' : 'in'} ${list}`;
    };
    const rules = [];
    w.rules.forEach((rule, i) => {
      for (const group of rule.any.length > 0 ? rule.any : [[]]) {
        const row = { _id: `r${rules.length}`, id: String(i) };
        for (const a of [...rule.all, ...group])
          row[a.fact] = row[a.fact] ? `${row[a.fact]} and ${atom(a)}` : atom(a);
        rules.push(row);
      }
    });
    const table = {
      hitPolicy: 'collect',
      inputs: w.facts.map((f) => ({ id: f.name, name: f.name, field: f.name })),
      outputs: [{ id: 'id', name: 'id', field: 'id' }],
      rules: rules.map((r) => ({ ...Object.fromEntries(w.facts.map((f) => [f.name, ''])), ...r })),
    };
    const node = (id, type, content) =>
      ({ id, name: id, type, position: { x: 0, y: 0 }, ...(content ? { content } : {}) });
    const decision = new ZenEngine().createDecision({
      nodes: [node('in', 'inputNode'), node('table', 'decisionTableNode', table),
        node('out', 'outputNode')],
      edges: [{ id: 'a', sourceId: 'in', targetId: 'table', type: 'edge' },
        { id: 'b', sourceId: 'table', targetId: 'out', type: 'edge' }],
    });
    const nothing = Object.fromEntries(w.facts.map((f) => [f.name, null]));
    return async (facts) => {
      const { result } = await decision.evaluate({ ...nothing, ...facts });
      return (result ?? []).map((row) => row.id);
    };
  },

  async cedar(w) {
    const module = await import('@cedar-policy/cedar-wasm/nodejs');
    const cedar = module.default ?? module;
    const atom = (a) => {
      const fact = `context.${a.fact}`;
      const there = whether_missing(w) ? `context has ${a.fact} && ` : '';
      const test = a.range ? `${fact} >= ${a.values[0]} && ${fact} <= ${a.values[1]}`
        : `${literal(a.values)}.contains(${fact})`;
      return `(${there}${a.not ? '!' : ''}(${test}))`;
    };
    const staticPolicies = Object.fromEntries(w.rules.map((rule, i) => [`p${i}`,
      `permit(principal, action, resource) when { ${text_of(rule, atom)} };`]));
    const made = cedar.preparsePolicySet('offers', { staticPolicies });
    if (made.type !== 'success') throw new Error(JSON.stringify(made.errors[0]));
    const entity = { type: 'Thing', id: 'one' };
    return (facts) => {
      const answer = cedar.statefulIsAuthorized({ principal: entity, action: entity,
        resource: entity, context: facts, preparsedPolicySetId: 'offers', entities: [] });
      if (answer.type !== 'success') throw new Error(JSON.stringify(answer.errors[0]));
      return answer.response.diagnostics.reason.map((id) => Number(id.slice(1)));
    };
  },

  async 'cel-js'(w) {
    const { Environment } = await import('@marcbachmann/cel-js');
    const rules_environment = new Environment().registerVariable('c', 'map');
    const value = (v) => (typeof v === 'number' ? v.toFixed(1) : literal(v));
    const atom = (a) => {
      const fact = `c.${a.fact}`;
      const there = whether_missing(w) ? `has(${fact}) && ` : '';
      const test = a.range ? `${fact} >= ${value(a.values[0])} && ${fact} <= ${value(a.values[1])}`
        : a.values.length === 1 ? `${fact} == ${value(a.values[0])}`
          : `${fact} in [${a.values.map(value).join(', ')}]`;
      return `(${there}${a.not ? '!' : ''}(${test}))`;
    };
    const rules = w.rules.map((rule) => rules_environment.parse(text_of(rule, atom)));
    return (facts) => {
      const found = [];
      const context = { c: facts };
      for (let i = 0; i < rules.length; ++i) if (rules[i](context)) found.push(i);
      return found;
    };
  },

  async 'straight JavaScript'(w) {
    const atom = (a) => {
      const fact = `f.${a.fact}`;
      const test = a.range ? `${fact} >= ${a.values[0]} && ${fact} <= ${a.values[1]}`
        : a.values.map((v) => `${fact} === ${literal(v)}`).join(' || ');
      return a.not ? `(${fact} !== undefined && !(${test}))` : `(${test})`;
    };
    const rules = w.rules.map((rule) => new Function('f', `return ${text_of(rule, atom)};`));
    return (facts) => {
      const found = [];
      for (let i = 0; i < rules.length; ++i) if (rules[i](facts)) found.push(i);
      return found;
    };
  },
};

function json_logic(w, rule) {
  const atom = (a) => {
    const fact = { var: a.fact };
    const test = a.range ? { '<=': [a.values[0], fact, a.values[1]] } : { in: [fact, a.values] };
    const parts = [a.not ? { '!': [test] } : test];
    if (whether_missing(w)) parts.unshift({ '!==': [fact, null] });
    return parts.length === 1 ? parts[0] : { and: parts };
  };
  return tree_of(rule, atom, (how, parts) =>
    parts.length === 1 ? parts[0] : { [how === 'all' ? 'and' : 'or']: parts });
}
