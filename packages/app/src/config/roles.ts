/** What a process may do. */
export type Role = 'api' | 'router' | 'webhook' | 'worker';

/** Every role. */
export const allRoles: ReadonlySet<Role> = new Set(['api', 'router', 'webhook', 'worker']);

/** The roles that the setting `roles` names. */
export const rolesIn = (setting: string): ReadonlySet<Role> =>
  setting === 'all' ? allRoles : new Set(setting.split(',') as Role[]);
