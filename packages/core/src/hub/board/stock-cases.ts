import { stillComing } from '../../stock/index.ts';
import type {
  InboundSupply,
  LotTraits,
  StockBoard,
  StockPosition,
  Transfer,
} from '../../stock/index.ts';
import type { CaseRecord } from '../ports/records.ts';
import { nodeOnTheRoad, roadPosition } from './supply-book.ts';
import type { SupplyBook } from './supply-book.ts';

/** What lies at nodes, and what is on the road to them. */
interface StockSight {
  readonly stock: StockBoard;
  readonly supplies: SupplyBook;
}

/**
 * Replaces what is announced, per node and item of the rows; zero units mean: nothing comes. What is held for orders
 * that wait comes for them: later ATP does not count it.
 */
export function announceSupplies(
  { stock, supplies }: StockSight,
  rows: readonly InboundSupply[],
): void {
  const groups = new Map<string, InboundSupply[]>();
  for (const row of rows) {
    const key = `${row.nodeId}/${row.itemId}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  for (const group of groups.values()) {
    const first = group[0];
    const real = group
      .map((row) => ({
        ...row,
        units: row.units - supplies.position(roadPosition(row)).reservedUnits,
      }))
      .filter((row) => row.units > 0);
    if (first) stock.setInbound(first.nodeId, first.itemId, real);
  }
}

/** More or less of an announced supply is held for orders that wait: the rest is what comes for others. */
export function holdSupplies({ stock, supplies }: StockSight, position: StockPosition): void {
  supplies.set(position);
  const free = supplies.free(position.itemId);
  const nodeId = nodeOnTheRoad(position);
  stock.setInbound(
    nodeId,
    position.itemId,
    free
      .filter((supply) => supply.nodeId === nodeId)
      .map((supply) => ({ ...supply, itemId: position.itemId })),
  );
}

/** A lot became known or changed, or a transfer is on its way or has arrived. */
export function takeStockCase(stock: StockBoard, record: CaseRecord): void {
  if (record.kind === 'lot') stock.setLotTraits(record.document as LotTraits);
  if (record.kind === 'transfer') showTransfer(stock, record.document as Transfer);
}

function showTransfer(stock: StockBoard, transfer: Transfer): void {
  const comes = transfer.state === 'shipped';
  for (const itemId of new Set(transfer.lines.map((line) => line.itemId)))
    stock.setInTransit(
      transfer.transferId,
      itemId,
      transfer.lines
        .filter((line) => comes && line.itemId === itemId)
        .map((line) => ({
          nodeId: transfer.toNodeId,
          itemId,
          expectedAt: transfer.expectedAt,
          units: stillComing(line),
        }))
        .filter(({ units }) => units > 0),
    );
}
