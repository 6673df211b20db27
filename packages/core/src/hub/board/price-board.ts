import { readPriceSheet } from '../../route/index.ts';
import type { PriceSheet, PriceSheetDocument, PricesMissing } from '../../route/index.ts';
import type { ForecastPublished } from '../../stock/index.ts';
import type { CaseRecord } from '../ports/records.ts';

/** The newest price sheet and the newest demand forecast that were published. */
export class PriceBoard {
  sheet: PriceSheet | undefined;
  forecast: ForecastPublished | undefined;
  /** An older sheet counts for no decision, ms. */
  ageMsMax = Number.POSITIVE_INFINITY;

  /** @returns whether the record is one of these */
  install({ kind, document }: CaseRecord): boolean {
    if (kind === 'price_sheet') {
      const sheet = document as PriceSheetDocument;
      if (sheet.version > (this.sheet?.version ?? 0)) this.sheet = readPriceSheet(sheet);
      return true;
    }
    if (kind !== 'demand_forecast') return false;
    const forecast = document as ForecastPublished;
    if (forecast.version > (this.forecast?.version ?? 0)) this.forecast = forecast;
    return true;
  }

  /** The sheet, unless it must not count for a decision now. */
  sheetAt(at: number, networkVersion: number): PriceSheet | undefined {
    const { sheet } = this;
    if (sheet?.networkVersion !== networkVersion) return undefined;
    return at - sheet.madeAt > this.ageMsMax ? undefined : sheet;
  }

  /** Why `sheetAt` has none. */
  whyMissing(networkVersion: number): PricesMissing {
    const { sheet } = this;
    if (sheet === undefined) return { reason: 'no-sheet' };
    const { version, madeAt } = sheet;
    return sheet.networkVersion === networkVersion
      ? { reason: 'stale', version, madeAt }
      : { reason: 'other-network', version, networkVersion: sheet.networkVersion };
  }
}
