import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { itemId, nodeId } from '@ordermesh/core/words';
import { ordermesh } from '@ordermesh/sdk';
import type { Ordermesh } from '@ordermesh/sdk';
import type { Backend } from '../../backend.ts';
import { demoKey, demoKeyText } from '../../keys/index.ts';
import { startServer } from '../../runtime/index.ts';
import { testServerSettings } from '../../runtime/testing/server-settings.ts';
import type { FileKind } from '../kinds.ts';
import { exportFile } from '../run/export-file.ts';
import { importFile } from '../run/import-file.ts';
import type { ImportAsk, ImportReport } from '../run/import-file.ts';

/** A hub that is served, a folder of files, and the two ways between them: for tests of files. */
export interface FilesWorld {
  readonly client: Ordermesh;
  readonly put: (name: string, content: string | Buffer) => string;
  readonly take: (kind: FileKind, path: string, more?: Partial<ImportAsk>) => Promise<ImportReport>;
  readonly give: (kind: FileKind, name: string) => Promise<string>;
  readonly anyNode: () => ReturnType<typeof nodeId>;
  readonly anyItem: () => ReturnType<typeof itemId>;
  readonly onHand: (lot?: string) => number;
  /** How many events the log has. */
  readonly events: () => Promise<number>;
  readonly end: () => Promise<void>;
}

/** Serves a backend and makes an empty folder. */
export async function filesWorld(backend: Backend): Promise<FilesWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'om-files-'));
  const server = await startServer({
    settings: { ...testServerSettings, batchLimitBytes: 4_194_304 },
    log: pino({ level: 'silent' }),
    keys: () => [demoKey],
    start: () => Promise.resolve(backend),
  });
  const { hub, store } = backend;
  const client = ordermesh({ url: server.url, key: demoKeyText });
  const anyNode = () => hub.network().nodes[0]?.nodeId ?? nodeId('');
  const anyItem = () => hub.items()[0]?.itemId ?? itemId('');
  return {
    client,
    anyNode,
    anyItem,
    put: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    take: (kind, path, more = {}) => {
      const isDryRun = more.isDryRun ?? false;
      return importFile({
        kind,
        path,
        mapping: {},
        isDryRun,
        isResume: false,
        send: (documents) => client.files.importRows(kind, documents, { dryRun: isDryRun }),
        ...more,
      });
    },
    give: async (kind, name) => {
      const path = join(folder, name);
      await exportFile(kind, path, { documents: client.files.exportRows(kind) });
      return path;
    },
    onHand: (lot = '') => hub.stockOf(anyNode(), anyItem(), lot).onHandUnits,
    events: async () => (await store.events(0, 1_000)).events.length,
    end: async () => {
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
