import { stageRank, stages } from '../../facts/decide/index.ts';
import type { Lifecycle, LineLifecycle, Stage, StageQuantity } from '../../facts/decide/index.ts';
import type { CustomerOrder, LineForm, OrderLine } from '../../intake/decide/index.ts';

/**
 * A lifecycle in the customer's lines: what was followed by the parts of kits and by substitutes is told as units of the
 * line that was bought. A kit is as far as its least advanced part. Lines without parts stay as they are.
 */
export function joinedLines(order: CustomerOrder, lifecycle: Lifecycle): Lifecycle {
  if (!order.lines.some(({ forms }) => forms !== undefined)) return lifecycle;
  const followed = new Map(lifecycle.lines.map((line) => [line.lineNo, line]));
  return { ...lifecycle, lines: order.lines.map((line) => joinedLine(line, followed)) };
}

function joinedLine(line: OrderLine, followed: ReadonlyMap<number, LineLifecycle>): LineLifecycle {
  const itself = followed.get(line.lineNo);
  const all = [
    ...(itself?.quantities ?? []),
    ...(line.forms ?? []).flatMap((form) => setsByStage(form, followed)),
  ];
  const quantities = stages.flatMap((stage) => {
    const there = all.filter((one) => one.stage === stage);
    return there.length > 0 ? [joined(stage, there)] : [];
  });
  return {
    lineNo: line.lineNo,
    unit: itself?.unit ?? 'each',
    orderedUnits: quantities.reduce((sum, { units }) => sum + units, 0),
    quantities,
  };
}

/** Whole sets by stage: so many sets have come to a stage as the part that is furthest behind allows. */
function setsByStage(
  form: LineForm,
  followed: ReadonlyMap<number, LineLifecycle>,
): readonly StageQuantity[] {
  const parts = form.parts.map(({ partNo, unitsPer }) => ({
    unitsPer,
    quantities: followed.get(partNo)?.quantities ?? [],
  }));
  const setsFrom = (stage: Stage): number =>
    Math.min(
      ...parts.map(({ unitsPer, quantities }) => {
        const there = quantities.filter((one) => stageRank(one.stage) >= stageRank(stage));
        return Math.floor(there.reduce((sum, { units }) => sum + units, 0) / unitsPer);
      }),
    );
  let further = 0;
  const sets: StageQuantity[] = [];
  for (const stage of [...stages].reverse()) {
    const reached = setsFrom(stage);
    const grounds = parts.flatMap((part) => part.quantities.filter((one) => one.stage === stage));
    if (reached > further) sets.push({ ...joined(stage, grounds), units: reached - further });
    further = Math.max(further, reached);
  }
  return sets;
}

const kinds = ['fact', 'inferred', 'decision'] as const;

function joined(stage: Stage, all: readonly StageQuantity[]): StageQuantity {
  return {
    stage,
    units: all.reduce((sum, { units }) => sum + units, 0),
    basis: [...new Set(all.flatMap(({ basis }) => basis))],
    asOf: all.reduce((latest, { asOf }) => Math.max(latest, asOf), 0),
    kind: kinds[Math.max(0, ...all.map(({ kind }) => kinds.indexOf(kind)))] ?? 'decision',
  };
}
