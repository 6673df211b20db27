import type { ServerMaking } from '../index.ts';

/** Settings of a server in a test: a free port of this machine, small bodies, webhooks to anywhere, no secret. */
export const testServerSettings: ServerMaking['settings'] = {
  host: '127.0.0.1',
  port: 0,
  publicUrl: '',
  bodyLimitBytes: 65_536,
  batchLimitBytes: 65_536,
  stopSecondsMax: 5,
  webhookTargets: 'any',
  secretKey: '',
  requestsPerMinute: 0,
  requestsPerDay: 0,
  requestsPerMinuteKeyless: 0,
  writesAtOnceMax: 0,
  writesAnsweredMs: 0,
  routing: 'intake',
  tokenIssuer: '',
  tokenAudience: '',
  tokenKeys: '',
  tokenAlgorithms: 'RS256',
  tokenClockSeconds: 0,
  tokenKindClaim: 'om_kind',
  tokenOwnsClaim: 'om_owns',
};
