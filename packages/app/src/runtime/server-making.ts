import type { Logger } from 'pino';
import type { Backend } from '../backend.ts';
import type { Role, Settings } from '../config/index.ts';
import type { KeyRing } from '../keys/index.ts';
import type { AgainWorker, ForecastSettings, PricingSettings } from '../pricing/index.ts';
import type { TokenSettings } from '../tokens/index.ts';
import type { PresentProcess } from '../presence/index.ts';
import type { NamedSealingKey } from '../trail/index.ts';

/** What a server is made from. */
export interface ServerMaking {
  readonly settings: Pick<
    Settings,
    | 'host'
    | 'port'
    | 'publicUrl'
    | 'bodyLimitBytes'
    | 'batchLimitBytes'
    | 'stopSecondsMax'
    | 'webhookTargets'
    | 'secretKey'
    | 'requestsPerMinute'
    | 'requestsPerDay'
    | 'requestsPerMinuteKeyless'
    | 'writesAtOnceMax'
    | 'writesAnsweredMs'
    | 'routing'
  > &
    TokenSettings;
  /** How opportunity prices and demand forecasts are made; absent = this process makes none. */
  readonly pricing?: PricingSettings & ForecastSettings;
  /** What this process does; absent = everything. */
  readonly roles?: ReadonlySet<Role>;
  /** Whether it tells other processes of the store that it is there, and warns of what is wrong with them together; absent = no. */
  readonly presence?: 'alone' | 'with-others';
  /** What it tells them of settings that all must have in common. */
  readonly agreed?: PresentProcess['agreed'];
  /** Signs the seals of the audit trail; absent = they are not signed. */
  readonly sealingKey?: NamedSealingKey | undefined;
  /** What else goes on beside the hub until the server stops. */
  readonly beside?: (backend: Backend) => AgainWorker;
  readonly log: Logger;
  readonly keys: KeyRing;
  /** Opens store and hub; the port answers `/livez` and `/startupz` meanwhile. */
  readonly start: () => Promise<Backend>;
}
