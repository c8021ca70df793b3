// The results of one run as a Markdown table and an SVG plot of time over rules, both axes
// logarithmic: node report.mjs RESULTS OUT-FOLDER
import { readFileSync, writeFileSync } from 'node:fs';

const [file, folder] = process.argv.slice(2);
const results = readFileSync(file, 'utf8').trim().split('\n').filter(Boolean).map((l) => JSON.parse(l));
const workloads = [...new Set(results.map((r) => r.workload))];
const time = (us) =>
  us < 0.9995 ? `${Math.round(us * 1000)} ns` : us < 999.5 ? `${+us.toPrecision(3)} us`
    : `${+(us / 1000).toPrecision(3)} ms`;

let text = '';
for (const workload of workloads) {
  const own = results.filter((r) => r.workload === workload);
  const sizes = [...new Set(own.map((r) => r.rules))].sort((a, b) => a - b);
  const names = [...new Set(own.map((r) => r.engine))];
  const at = (name, rules) => own.find((r) => r.engine === name && r.rules === rules);
  const row = (cells) => `| ${cells.join(' | ')} |\n`;
  text += row([workload, ...sizes.map((n) => n.toLocaleString('en-US')), 'load'].map(String));
  text += row(Array(sizes.length + 2).fill('---'));
  for (const name of names) {
    const cells = sizes.map((n) => {
      const r = at(name, n), ours = at('parley', n);
      if (!r || r.us === null) return '-';
      const ratio = r.us / ours.us;
      return name === 'parley' ? time(r.us) : `${time(r.us)} (${+ratio.toPrecision(2)})`;
    });
    const last = own.filter((r) => r.engine === name && r.us !== null).at(-1);
    text += row([name, ...cells, last ? time(last.load_ms * 1000) : '-']);
  }
  text += '\n';
  writeFileSync(`${folder}/${workload}.svg`, plot(workload, own, names));
}
writeFileSync(`${folder}/table.md`, text);
process.stdout.write(text);

function plot(workload, own, names) {
  const width = 760, height = 460, left = 70, right = 210, top = 30, bottom = 50;
  const good = own.filter((r) => r.us !== null);
  const span = (values) => [Math.floor(Math.log10(Math.min(...values))),
    Math.ceil(Math.log10(Math.max(...values)))];
  const [x0, x1] = span(good.map((r) => r.rules));
  const [y0, y1] = span(good.map((r) => r.us));
  const x = (n) => left + ((Math.log10(n) - x0) / (x1 - x0 || 1)) * (width - left - right);
  const y = (us) => height - bottom - ((Math.log10(us) - y0) / (y1 - y0)) * (height - top - bottom);
  const colours = ['#c2185b', '#1565c0', '#2e7d32', '#ef6c00', '#6a1b9a', '#00838f', '#5d4037',
    '#455a64', '#9e9d24', '#d84315', '#283593', '#00695c'];
  const parts = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ` +
    'font-family="sans-serif" font-size="12">',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${left}" y="18" font-weight="bold">${workload}: time for a context over rules</text>`];
  for (let e = y0; e <= y1; ++e) {
    const label = e < 0 ? `${10 ** (e + 3)} ns` : e < 3 ? `${10 ** e} us` : e < 6
      ? `${10 ** (e - 3)} ms` : `${10 ** (e - 6)} s`;
    parts.push(`<path d="M${left} ${y(10 ** e)}H${width - right}" stroke="#ddd"/>` +
      `<text x="${left - 8}" y="${y(10 ** e) + 4}" text-anchor="end">${label}</text>`);
  }
  for (let e = x0; e <= x1; ++e) {
    parts.push(`<path d="M${x(10 ** e)} ${top}V${height - bottom}" stroke="#ddd"/>` +
      `<text x="${x(10 ** e)}" y="${height - bottom + 18}" text-anchor="middle">` +
      `${(10 ** e).toLocaleString('en-US')}</text>`);
  }
  parts.push(`<text x="${(left + width - right) / 2}" y="${height - 12}" text-anchor="middle">rules</text>`);
  const ends = [];
  names.forEach((name, i) => {
    const points = good.filter((r) => r.engine === name).sort((a, b) => a.rules - b.rules);
    if (points.length === 0) return;
    const colour = colours[i % colours.length];
    parts.push(`<polyline fill="none" stroke="${colour}" stroke-width="${name === 'parley' ? 3 : 1.5}" ` +
      `points="${points.map((r) => `${x(r.rules).toFixed(1)},${y(r.us).toFixed(1)}`).join(' ')}"/>`);
    for (const r of points)
      parts.push(`<circle cx="${x(r.rules).toFixed(1)}" cy="${y(r.us).toFixed(1)}" r="3" fill="${colour}"/>`);
    ends.push({ name, colour, at: y(points.at(-1).us) });
  });
  ends.sort((a, b) => a.at - b.at);
  let below = top;
  for (const end of ends) {
    below = Math.max(below, end.at);
    parts.push(`<text x="${width - right + 12}" y="${(below + 4).toFixed(1)}" fill="${end.colour}">` +
      `${end.name}</text>`);
    below += 15;
  }
  return parts.join('\n') + '\n</svg>\n';
}
