import { runSchedule } from './packages/twin/src/sim/schedule.ts';
const [from, to, ...without] = process.argv.slice(2);
const t0 = performance.now(); let bad = 0, crashes = 0, acks = 0;
for (let seed = Number(from); seed < Number(to); seed += 1) {
  const r = await runSchedule({ seed, without });
  crashes += r.crashes; acks += r.acknowledged;
  if (r.violations.length) { bad += 1; console.log(seed, r.mixText, '\n   ', r.violations.slice(0, 4).map(v => `${new Date(v.at).toISOString().slice(11,19)} ${v.invariant}: ${v.numbers}`).join('\n    ')); }
}
console.log(`${bad} bad, ${crashes} crashes, ${acks} acks, ${((performance.now() - t0) / (Number(to) - Number(from))).toFixed(0)} ms per schedule`);
